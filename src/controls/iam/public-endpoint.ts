/** The API endpoint of the cluster answers the internet, or too much of it. */
import { asked } from '../../model/asked.ts'
import { control } from '../../model/control.ts'
import { coverageOf } from '../../reach/cidrs.ts'

/** A list that holds fewer IPv4 addresses than this, and no IPv6 stretch beyond one /48, names networks. */
const tooMany = 65_536

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
      `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {endpointPublicAccess: false, endpointPrivateAccess: true, publicAccessCidrs: [0.0.0.0/0]}}}`,
      `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {endpointPublicAccess: true, publicAccessCidrs: [203.0.113.0/24, 198.51.100.7/32, '2001:db8:1::/48']}}}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {endpointPublicAccess: true, publicAccessCidrs: [0.0.0.0/0]}}}`,
      `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {endpointPublicAccess: true}}}`,
      `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {subnetIds: [subnet-1], publicAccessCidrs: []}}}`,
      `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {endpointPublicAccess: true, publicAccessCidrs: [203.0.113.0/24, 0.0.0.0/1, 128.0.0.0/1]}}}`,
      `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {endpointPublicAccess: true, publicAccessCidrs: [52.0.0.0/8]}}}`,
      `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {endpointPublicAccess: true, publicAccessCidrs: [203.0.113.0/24, '::/0']}}}`,
    ],
  },
  judge({ resourcesVpcConfig: vpc }) {
    if (!vpc) return { because: 'untold', detail: 'eks:DescribeCluster gave no resourcesVpcConfig', lacks: 'eks:DescribeCluster' }
    // EKS opens the endpoint where nothing else is said, and to everyone where no list is given.
    if (vpc.endpointPublicAccess === false) return undefined
    const cidrs = Array.isArray(vpc.publicAccessCidrs) && vpc.publicAccessCidrs.length > 0 ? vpc.publicAccessCidrs : ['0.0.0.0/0']
    const { ipv4, ipv6, unreadable } = coverageOf(cidrs)
    if (ipv4 < tooMany && ipv6 <= 1 && unreadable.length === 0) return undefined
    const size = ipv4 >= 2 ** 31 ? 'most of the internet' : ipv6 > 1 && ipv4 < tooMany ? 'more than one /48 of IPv6' : `${ipv4} addresses`
    return {
      says:
        unreadable.length > 0
          ? `the public endpoint is open to ${unreadable.join(', ')}, which is no CIDR`
          : `the public endpoint is open to ${cidrs.join(', ')}: ${size}`,
      at: 'resourcesVpcConfig.publicAccessCidrs',
      actual: cidrs,
      wanted: 'the addresses of your own networks, or no public endpoint',
    }
  },
  remedy: ({ name, resourcesVpcConfig }) => ({
    says: 'Let only these networks reach the endpoint from the internet',
    risk: 'outage',
    steps: [
      {
        do: 'aws',
        call: 'eks:UpdateClusterConfig',
        input: {
          name,
          resourcesVpcConfig: {
            publicAccessCidrs: asked('endpoint-networks'),
            // Without the private endpoint the nodes themselves come from the internet, from an address that the list may not hold.
            ...(resourcesVpcConfig?.endpointPrivateAccess !== true && { endpointPrivateAccess: true }),
          },
        },
      },
    ],
  }),
})
