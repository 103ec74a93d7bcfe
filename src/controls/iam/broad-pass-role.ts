/** A role may hand any role to a service. */
import { control } from '../../model/control.ts'
import { coversAction, type Statement } from '../../reach/iam.ts'
import { policiesOf, policyKinds } from '../../reach/role-policies.ts'

export default control({
  title: 'The right to pass roles names the roles and the service',
  severity: 'high',
  about: 'iamRoles',
  needs: policyKinds,
  why: `
    iam:PassRole on * lets its holder start an instance, a function or a pod under any role of the account, an admin's too.
    With the roles and the service named, it is the small right it was meant to be.`,
  fix: 'Set Resource to the ARNs that are passed, and the condition StringEquals iam:PassedToService to pods.eks.amazonaws.com, eks.amazonaws.com or ec2.amazonaws.com.',
  refs: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html'],
  examples: {
    good: [
      `iam:GetRole.deploy: {Role: {RoleName: deploy}}
iam:ListAttachedRolePolicies.deploy: {AttachedPolicies: [{PolicyName: AdministratorAccess, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess'}]}
iam:GetRolePolicy.deploy.pass: {RoleName: deploy, PolicyName: pass, PolicyDocument: {Statement: [{Effect: Allow, Action: 'iam:PassRole', Resource: 'arn:aws:iam::111122223333:role/shop-*', Condition: {StringEquals: {'iam:PassedToService': pods.eks.amazonaws.com}}}]}}`,
    ],
    bad: [
      `iam:GetRole.deploy: {Role: {RoleName: deploy}}
iam:ListAttachedRolePolicies.deploy: {AttachedPolicies: []}
iam:GetRolePolicy.deploy.pass: {RoleName: deploy, PolicyName: pass, PolicyDocument: {Statement: [{Effect: Allow, Action: ['iam:passrole', 'iam:GetRole'], Resource: '*', Condition: {StringEquals: {'iam:PassedToService': ec2.amazonaws.com}}}]}}`,
      `iam:GetRole.deploy: {Role: {RoleName: deploy}}
iam:ListAttachedRolePolicies.deploy: {AttachedPolicies: [{PolicyName: ours, PolicyArn: 'arn:aws:iam::111122223333:policy/ours'}]}
iam:GetPolicyVersion.ours: {PolicyVersion: {Document: {Statement: {Effect: Allow, Action: 'iam:Pass*', Resource: 'arn:aws:iam::111122223333:role/nodes'}}}}`,
    ],
  },
  // AWS keeps its own policies; those that give everything are told by other controls.
  judge: (role, world) =>
    policiesOf(role, world).flatMap((policy) => {
      const fault = policy.isAwsManaged
        ? undefined
        : policy
            .statements()
            .map(faultOf)
            .find((one) => one !== undefined)
      return fault === undefined ? [] : [{ says: `policy ${policy.name} lets it pass ${fault}`, wanted: 'the ARNs that are passed, and iam:PassedToService' }]
    }),
})

function faultOf(statement: Statement): string | undefined {
  const isMeant = statement.actions.some((action) => !/^(\*|iam:\*)$/i.test(action)) && coversAction(statement, 'iam:PassRole') && !statement.notActions
  if (statement.effect !== 'Allow' || !isMeant) return undefined
  if (statement.notResources || statement.resources.some((resource) => /^(\*|arn:[^:]*:iam::[^:]*:(role\/)?\*)$/.test(resource))) return 'every role'
  return statement.conditions.some(({ key }) => key === 'iam:passedtoservice') ? undefined : `${statement.resources.slice(0, 3).join(', ')} to any service`
}
