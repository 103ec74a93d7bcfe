/** Images reach the nodes by way of the internet. */
import type { VpcEndpoint } from '../../model/aws.ts'
import { control } from '../../model/control.ts'
import type { Evidence } from '../../model/finding.ts'
import { missingEndpoints } from '../../reach/pull-paths.ts'

const cluster = `eks:DescribeCluster: {cluster: {name: shop, resourcesVpcConfig: {vpcId: vpc-1}}}
eks:DescribeNodegroup.web: {nodegroup: {nodegroupName: web, subnets: [subnet-1]}}
eks:ListNodegroups: {nodegroups: [web]}
ec2:DescribeSubnets: {Subnets: [{SubnetId: subnet-1, VpcId: vpc-1, AvailabilityZone: us-west-2a}, {SubnetId: subnet-2, VpcId: vpc-1, AvailabilityZone: us-west-2b}]}
ec2:DescribeRouteTables: {RouteTables: [{RouteTableId: rtb-1, VpcId: vpc-1, Associations: [{Main: true}], Routes: []}]}
`
const endpoint = (service: string, more: string) =>
  `{VpcEndpointId: vpce-${service}, VpcId: vpc-1, State: available, ServiceName: com.amazonaws.us-west-2.${service}, ${more}}`
const interfaces = (...services: string[]) =>
  services.map((service) => endpoint(service, 'VpcEndpointType: Interface, PrivateDnsEnabled: true, SubnetIds: [subnet-1]')).join(', ')
const gateway = endpoint('s3', 'VpcEndpointType: Gateway, RouteTableIds: [rtb-1]')

export default control({
  title: 'Nodes reach ECR through VPC endpoints',
  severity: 'medium',
  about: 'clusters',
  needs: ['vpcEndpoints', 'subnets', 'routeTables', 'hosts', 'instances', 'nodegroups'],
  applies: ({ resourcesVpcConfig }) => resourcesVpcConfig?.vpcId !== undefined,
  why: `
    With endpoints a node needs no way to the internet for its images, so that the way can be closed, and a policy can say
    which registries it reaches. ECR keeps layers in S3: all three endpoints are needed.`,
  fix: 'aws ec2 create-vpc-endpoint --vpc-id VPC --vpc-endpoint-type Interface --service-name com.amazonaws.REGION.ecr.dkr --subnet-ids NODE-SUBNETS --private-dns-enabled; the same for ecr.api; a Gateway endpoint for s3 on the route tables of the nodes.',
  refs: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html'],
  examples: {
    good: [`${cluster}ec2:DescribeVpcEndpoints: {VpcEndpoints: [${interfaces('ecr.api', 'ecr.dkr')}, ${gateway}]}`],
    bad: [
      cluster,
      // Layers still travel through NAT.
      `${cluster}ec2:DescribeVpcEndpoints: {VpcEndpoints: [${interfaces('ecr.api', 'ecr.dkr')}]}`,
      `${cluster}ec2:DescribeVpcEndpoints: {VpcEndpoints: [${interfaces('ecr.api')}, ${endpoint('ecr.dkr', 'VpcEndpointType: Interface, PrivateDnsEnabled: false, SubnetIds: [subnet-1]')}, ${gateway}]}`,
      `${cluster}ec2:DescribeVpcEndpoints: {VpcEndpoints: [${interfaces('ecr.api')}, ${endpoint('ecr.dkr', 'VpcEndpointType: Interface, PrivateDnsEnabled: true, SubnetIds: [subnet-2]')}, ${gateway}]}`,
    ],
  },
  judge: ({ resourcesVpcConfig }, world) =>
    missingEndpoints(resourcesVpcConfig?.vpcId ?? '', world).map(
      ({ says, endpoint: one }): Evidence => ({
        says,
        wanted: 'interface endpoints for ecr.api and ecr.dkr, and one for S3',
        ...(one && { via: [refOf(one)] }),
      }),
    ),
})

const refOf = ({ VpcEndpointId: name }: VpcEndpoint) => ({ kind: 'AWS::EC2::VPCEndpoint', name })
