/** The API endpoint has an address on the internet, whoever may use it. */
import { is, object } from '../../demand/words.ts'
import { control } from '../../model/control.ts'

export default control({
  title: 'The API endpoint has no address on the internet',
  severity: 'low',
  about: 'clusters',
  must: object('resourcesVpcConfig.endpointPublicAccess', is(false)),
  why: `
    A public endpoint that is open to a few networks is a good middle state, but the list must be kept, and whoever sits in
    one of those networks reaches it. A private endpoint needs no list. Prove a private path first, or everyone is locked out.`,
  fix: 'aws eks update-cluster-config --name CLUSTER --resources-vpc-config endpointPublicAccess=false,endpointPrivateAccess=true',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html'],
  examples: {
    good: [`eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {endpointPublicAccess: false, endpointPrivateAccess: true}}}`],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {endpointPublicAccess: true, publicAccessCidrs: [203.0.113.0/24]}}}`,
      `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {subnetIds: [subnet-1]}}}`,
    ],
  },
  remedy: ({ name }) => ({
    says: 'Close the public endpoint once a private path is proven',
    risk: 'outage',
    steps: [{ do: 'tell', text: `aws eks update-cluster-config --name ${name} --resources-vpc-config endpointPublicAccess=false,endpointPrivateAccess=true` }],
  }),
})
