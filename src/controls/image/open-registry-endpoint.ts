/** A VPC endpoint lets nodes reach registries and buckets of anybody. */
import { control } from '../../model/control.ts'
import { mayServeCluster, openToAnyRegistry, serviceOf } from '../../reach/ecr-endpoints.ts'
import { listOf, showStatement } from '../../reach/resource-policies.ts'

const endpoint = (service: string, statement: string) =>
  `ec2:DescribeVpcEndpoints: {VpcEndpoints: [{VpcEndpointId: vpce-1, VpcId: vpc-1, ServiceName: com.amazonaws.us-west-2.${service}, PolicyDocument: '{"Statement": [${statement}]}'}]}`

export default control({
  title: 'Endpoint policies of ECR and S3 name registries and buckets',
  severity: 'high',
  about: 'vpcEndpoints',
  needs: ['clusters'],
  applies: (one, world) => serviceOf(one) !== undefined && mayServeCluster(one, world),
  why: `
    An endpoint with the default policy carries data to any registry and any bucket of AWS: whoever holds a node pushes what
    he found to his own account, and pulls his tools from there, without touching the internet.`,
  fix: 'aws ec2 modify-vpc-endpoint --vpc-endpoint-id ENDPOINT --policy-document file://policy.json: repositories of your account and, for reading, of the account that serves EKS images; for S3 the bucket prod-REGION-starport-layer-bucket and your own.',
  refs: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html'],
  examples: {
    good: [
      endpoint(
        'ecr.dkr',
        '{"Effect": "Allow", "Principal": "*", "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], "Resource": ["arn:aws:ecr:us-west-2:111122223333:repository/*", "arn:aws:ecr:us-west-2:602401143452:repository/*"]}, {"Effect": "Allow", "Principal": "*", "Action": "ecr:GetAuthorizationToken", "Resource": "*"}',
      ),
      endpoint('s3', '{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::prod-us-west-2-starport-layer-bucket/*"}'),
      endpoint(
        's3',
        '{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:ResourceOrgID": "o-exampleorgid"}}}',
      ),
    ],
    bad: [
      endpoint('ecr.api', '{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}'),
      `ec2:DescribeVpcEndpoints: {VpcEndpoints: [{VpcEndpointId: vpce-1, VpcId: vpc-1, ServiceName: com.amazonaws.us-west-2.ecr.api}]}`,
      // Who calls is settled; whose registry it is, is not.
      endpoint(
        'ecr.dkr',
        '{"Effect": "Allow", "Principal": "*", "Action": "ecr:*", "Resource": "arn:aws:ecr:*:*:repository/*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-exampleorgid"}}}',
      ),
      endpoint('s3', '{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::*"}'),
    ],
  },
  judge(one) {
    const wanted =
      serviceOf(one) === 's3'
        ? 'the layer bucket of the Region and your own buckets'
        : 'repositories of your accounts and, for reading, of the account that serves EKS images'
    if (one.PolicyDocument === undefined) return { says: `the ${serviceOf(one)} endpoint has the default policy, which allows everything`, wanted }
    return openToAnyRegistry(one).map((placed) => ({
      says: `${showStatement(placed)} of the ${serviceOf(one)} endpoint allows ${listOf(placed.value.Action).join(', ') || 'whatever it does not name'} on ${listOf(placed.value.Resource).join(', ') || 'whatever it does not name'}`,
      at: `PolicyDocument.${placed.at}.Resource`,
      actual: placed.value.Resource,
      wanted,
    }))
  },
})
