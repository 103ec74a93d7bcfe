/** Nodes reach the API server by its public address, for want of a private one. */
import { is, object } from '../../demand/words.ts'
import { control } from '../../model/control.ts'

export default control({
  title: 'The API server has a private endpoint in the VPC',
  severity: 'high',
  about: 'clusters',
  must: object('resourcesVpcConfig.endpointPrivateAccess', is(true)),
  why: `
    Without the private endpoint every kubelet leaves the VPC to reach the API server, and the public endpoint cannot be
    closed or narrowed without cutting off the nodes.`,
  fix: 'aws eks update-cluster-config --name CLUSTER --resources-vpc-config endpointPrivateAccess=true (the VPC needs DNS support and DNS hostnames).',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html'],
  examples: {
    good: [`eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {endpointPublicAccess: true, endpointPrivateAccess: true}}}`],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {endpointPublicAccess: true, endpointPrivateAccess: false}}}`,
      `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {subnetIds: [subnet-1]}}}`,
    ],
  },
  remedy: ({ name }) => ({
    says: 'Open the private endpoint',
    risk: 'none',
    steps: [{ do: 'aws', call: 'eks:UpdateClusterConfig', input: { name, resourcesVpcConfig: { endpointPrivateAccess: true } } }],
  }),
})
