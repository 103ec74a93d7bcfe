/** A VPC endpoint of ECR carries requests made with credentials of any account. */
import { control } from '../../model/control.ts'
import { mayServeCluster, openToAnyCaller, serviceOf } from '../../reach/ecr-endpoints.ts'
import { showStatement } from '../../reach/resource-policies.ts'

const endpoint = (statement: string) =>
  `ec2:DescribeVpcEndpoints: {VpcEndpoints: [{VpcEndpointId: vpce-1, VpcId: vpc-1, ServiceName: com.amazonaws.us-west-2.ecr.dkr, PolicyDocument: '{"Statement": ${statement}}'}]}`

export default control({
  title: 'ECR endpoints admit callers of your organisation alone',
  severity: 'medium',
  about: 'vpcEndpoints',
  needs: ['clusters'],
  applies: (one, world) => /^ecr/.test(serviceOf(one) ?? '') && mayServeCluster(one, world),
  why: `
    An intruder can bring credentials of his own account and push what he took to his own registry through your endpoint. A
    condition on the organisation makes the endpoint useless to him.`,
  fix: 'Add "Condition": {"StringEquals": {"aws:PrincipalOrgID": "YOUR-ORG"}} to every Allow statement: aws ec2 modify-vpc-endpoint --vpc-endpoint-id ENDPOINT --policy-document file://policy.json',
  refs: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html'],
  examples: {
    good: [
      endpoint(
        '[{"Effect": "Allow", "Principal": "*", "Action": "ecr:*", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-exampleorgid"}}}]',
      ),
      endpoint('{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "ecr:*", "Resource": "*"}'),
    ],
    bad: [
      endpoint('[{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]'),
      // One of two statements is enough.
      endpoint(
        '[{"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-exampleorgid"}}}, {"Effect": "Allow", "Principal": "*", "Action": "ecr:PutImage", "Resource": "*"}]',
      ),
    ],
  },
  judge(one) {
    const wanted = 'a condition on aws:PrincipalOrgID'
    if (one.PolicyDocument === undefined) return { says: `the ${serviceOf(one)} endpoint has the default policy, which admits every caller`, wanted }
    return openToAnyCaller(one).map((placed) => ({
      says: `${showStatement(placed)} of the ${serviceOf(one)} endpoint admits callers of any account`,
      at: `PolicyDocument.${placed.at}.Condition`,
      wanted,
    }))
  },
})
