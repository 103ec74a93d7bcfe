/** A repository's policy names another account. */
import { control } from '../../model/control.ts'
import { ownAccount } from '../../reach/own-account.ts'
import { accountsOf, allows, isNarrowed, listOf, namesEveryone, showStatement, statementsOf } from '../../reach/resource-policies.ts'

const organisation: ReadonlySet<string> = new Set(['aws:principalorgid', 'aws:principalorgpaths'])
const policy = (statement: string) => `sts:GetCallerIdentity: {Account: '111122223333'}
ecr:DescribeRepositories: {repositories: [{repositoryName: shop/web}]}
ecr:GetRepositoryPolicy.shop/web: {repositoryName: shop/web, policyText: '{"Version": "2012-10-17", "Statement": [${statement}]}'}`

export default control({
  title: 'Repositories are shared with no foreign account',
  severity: 'medium',
  about: 'repositoryPolicies',
  needs: ['callerIdentities', 'clusters'],
  why: `
    What another account may pull or push is decided there from now on, by people you may not know. A sharing that is meant is
    worth a waiver with an owner; one that is forgotten is worth deleting.`,
  fix: 'Remove the statement, bind it to your organisation with aws:PrincipalOrgID, or waive this with the owner of the other account as the reason.',
  refs: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html'],
  examples: {
    good: [
      policy('{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/deploy"}, "Action": "ecr:PutImage"}'),
      policy(
        '{"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "ecr:BatchGetImage", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-exampleorgid"}}}',
      ),
    ],
    bad: [
      policy('{"Sid": "staging", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:role/staging-pull"}, "Action": ["ecr:BatchGetImage"]}'),
      policy('{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:root", "444455556666"]}, "Action": "ecr:*"}'),
    ],
  },
  judge({ policy: document }, world) {
    const named = statementsOf(document).filter(
      (placed) => allows(placed) && !namesEveryone(placed.value) && accountsOf(placed.value).length > 0 && !isNarrowed(placed.value, organisation),
    )
    if (named.length === 0) return undefined
    const own = ownAccount(world)
    if (own === undefined) return { because: 'not asked', detail: 'which account is its own was not told', lacks: 'sts:GetCallerIdentity' }
    return named.flatMap((placed) => {
      const foreign = accountsOf(placed.value).filter((account) => account !== own)
      if (foreign.length === 0) return []
      return [
        {
          says: `${showStatement(placed)} lets account ${foreign.join(', ')} ${listOf(placed.value.Action).join(', ')}`,
          at: `policy.${placed.at}.Principal`,
          actual: placed.value.Principal,
          wanted: 'principals of your own account or organisation',
        },
      ]
    })
  },
})
