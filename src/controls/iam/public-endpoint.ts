/** The API endpoint of the cluster answers the internet. */
import { control } from '../../model/control.ts'

const everyone = new Set(['0.0.0.0/0', '::/0'])

export default control({
  title: 'The public API endpoint answers known addresses only',
  severity: 'critical',
  about: 'clusters',
  why: `
    Whoever reaches the endpoint needs one stolen token or one flaw of the API server to own the cluster.
    An endpoint that is private, or open to named networks alone, takes that chance from the internet.`,
  fix: 'aws eks update-cluster-config --name CLUSTER --resources-vpc-config endpointPublicAccess=true,publicAccessCidrs=YOUR-NETWORK/24 (or endpointPublicAccess=false, with endpointPrivateAccess=true)',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {endpointPublicAccess: false, endpointPrivateAccess: true}}}`,
      `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {endpointPublicAccess: true, publicAccessCidrs: [203.0.113.0/24]}}}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {endpointPublicAccess: true, publicAccessCidrs: [0.0.0.0/0]}}}`,
      `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {endpointPublicAccess: true}}}`,
      `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {endpointPublicAccess: true, publicAccessCidrs: [0.0.0.0/1, 128.0.0.0/1]}}}`,
    ],
  },
  judge({ resourcesVpcConfig: vpc }) {
    if (vpc?.endpointPublicAccess !== true) return undefined
    // EKS opens the endpoint to everyone where no list is given.
    const cidrs = vpc.publicAccessCidrs ?? ['0.0.0.0/0']
    if (!cidrs.some((cidr) => everyone.has(cidr)) && !coversHalves(cidrs)) return undefined
    return {
      says: `the public endpoint is open to ${cidrs.join(', ')}`,
      at: 'resourcesVpcConfig.publicAccessCidrs',
      actual: cidrs,
      wanted: 'the addresses of your own networks, or no public endpoint',
    }
  },
  remedy: ({ name }) => ({
    says: 'Name the networks that may reach the endpoint',
    risk: 'none',
    steps: [{ do: 'tell', text: `aws eks update-cluster-config --name ${name} --resources-vpc-config endpointPublicAccess=true,publicAccessCidrs=YOUR-NETWORK/24` }],
  }),
})

/** Two halves of the address space are the whole of it. */
function coversHalves(cidrs: readonly string[]): boolean {
  return cidrs.includes('0.0.0.0/1') && cidrs.includes('128.0.0.0/1')
}
