/** The policy of the whole registry lets in everybody. */
import { control } from '../../model/control.ts'
import { allows, callerKeys, deniesOthers, isNarrowed, listOf, namesEveryone, showStatement, statementsOf } from '../../reach/resource-policies.ts'

const policy = (statement: string) =>
  `ecr:GetRegistryPolicy: {registryId: '111122223333', policyText: '{"Version": "2012-10-17", "Statement": [${statement}]}'}`

export default control({
  title: 'The registry policy names who may replicate and create',
  severity: 'critical',
  about: 'registryPolicies',
  why: `
    The registry policy decides who may replicate images into the account and make repositories by pull-through. Open to
    everyone it lets strangers put their images beside yours, under the names your workloads use.`,
  fix: 'Name the accounts, or add the condition "StringEquals": {"aws:PrincipalOrgID": "YOUR-ORG"}: aws ecr put-registry-policy --policy-text file://policy.json',
  refs: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html'],
  examples: {
    good: [
      policy(
        '{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": ["ecr:ReplicateImage", "ecr:CreateRepository"], "Resource": "*"}',
      ),
      `ecr:GetRegistryPolicy: {__error: {name: RegistryPolicyNotFoundException, message: none}}`,
    ],
    bad: [
      policy('{"Effect": "Allow", "Principal": "*", "Action": "ecr:ReplicateImage", "Resource": "*"}'),
      policy(
        '{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": ["ecr:CreateRepository"], "Resource": "*", "Condition": {"StringLike": {"aws:PrincipalOrgID": "*"}}}',
      ),
    ],
  },
  judge({ policy: document }) {
    if (deniesOthers(document, callerKeys)) return undefined
    return statementsOf(document)
      .filter((placed) => allows(placed) && namesEveryone(placed.value) && !isNarrowed(placed.value, callerKeys))
      .map((placed) => ({
        says: `${showStatement(placed)} lets everyone ${listOf(placed.value.Action).join(', ') || 'do what it does not name'}`,
        at: `policy.${placed.at}`,
        wanted: 'named accounts, or a condition on aws:PrincipalOrgID',
      }))
  },
})
