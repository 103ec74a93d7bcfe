/** A repository's policy lets in everybody. */
import { control } from '../../model/control.ts'
import { allows, callerKeys, deniesOthers, isNarrowed, listOf, namesEveryone, showStatement, statementsOf } from '../../reach/resource-policies.ts'

const policy = (statement: string) => `ecr:DescribeRepositories: {repositories: [{repositoryName: shop/base}]}
ecr:GetRepositoryPolicy.shop/base: {repositoryName: shop/base, policyText: '{"Version": "2012-10-17", "Statement": ${statement}}'}`

export default control({
  title: 'No repository is shared with the world',
  severity: 'critical',
  about: 'repositoryPolicies',
  why: `
    Any AWS account can then pull the image, with all that is baked into it, and where the policy allows pushing, put its own
    image where the cluster takes it from.`,
  fix: 'Name the accounts that need the image, or add the condition "StringEquals": {"aws:PrincipalOrgID": "YOUR-ORG"}: aws ecr set-repository-policy --repository-name REPOSITORY --policy-text file://policy.json',
  refs: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html'],
  examples: {
    good: [
      policy('[{"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-exampleorgid"}}}]'),
      policy('{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:role/pull"}, "Action": "ecr:BatchGetImage"}'),
      policy('[{"Effect": "Deny", "Principal": "*", "Action": "ecr:PutImage"}]'),
      `ecr:DescribeRepositories: {repositories: [{repositoryName: shop/base}]}
ecr:GetRepositoryPolicy.shop/base: {__error: {name: RepositoryPolicyNotFoundException, message: none}}`,
    ],
    bad: [
      policy('[{"Sid": "everyone", "Effect": "Allow", "Principal": "*", "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]}]'),
      // A condition that strangers meet as well: their requests carry no organisation.
      policy(
        '[{"Effect": "Allow", "Principal": {"AWS": ["*"]}, "Action": "ecr:*", "Condition": {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-exampleorgid"}}}]',
      ),
      policy('{"Effect": "Allow", "NotPrincipal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "ecr:BatchGetImage"}'),
    ],
  },
  judge({ policy: document }) {
    if (deniesOthers(document, callerKeys)) return undefined
    return statementsOf(document)
      .filter((placed) => allows(placed) && namesEveryone(placed.value) && !isNarrowed(placed.value, callerKeys))
      .map((placed) => {
        const { Principal, Action } = placed.value
        const field = Principal === undefined ? 'NotPrincipal' : 'Principal'
        return {
          says: `${showStatement(placed)} lets everyone ${listOf(Action).join(', ') || 'do what it does not name'}`,
          at: `policy.${placed.at}.${field}`,
          actual: Principal,
          wanted: 'named accounts, or a condition on aws:PrincipalOrgID',
        }
      })
  },
})
