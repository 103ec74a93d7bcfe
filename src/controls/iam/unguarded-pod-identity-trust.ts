/** A Pod Identity role does not say for which cluster it may be taken. */
import { control } from '../../model/control.ts'
import { podTrusts } from '../../reach/identity.ts'

const guards = new Set(['aws:sourceaccount', 'aws:sourcearn', 'aws:sourceorgid', 'aws:sourceorgpaths'])
const usual = new Set(['sts:assumerole', 'sts:tagsession'])

export default control({
  title: 'Pod Identity roles name the account or cluster they serve',
  severity: 'medium',
  about: 'iamRoles',
  why: `
    pods.eks.amazonaws.com takes a role for whichever cluster asks. A condition on the source keeps it to your account or to
    one cluster; conditions on the request tags keep it to one namespace and service account as well.`,
  fix: 'Add to the statement StringEquals aws:SourceAccount with your account id and ArnEquals aws:SourceArn with the ARN of the cluster; allow sts:AssumeRole and sts:TagSession only.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html', 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html'],
  examples: {
    good: [
      `iam:GetRole.web: {Role: {RoleName: web, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: ['sts:AssumeRole', 'sts:TagSession'], Condition: {StringEquals: {'aws:SourceAccount': '111122223333'}}}]}}}`,
    ],
    bad: [
      `iam:GetRole.web: {Role: {RoleName: web, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: ['sts:AssumeRole', 'sts:TagSession']}]}}}`,
      `iam:GetRole.web: {Role: {RoleName: web, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: pods.eks.amazonaws.com}, Action: 'sts:*', Condition: {StringEquals: {'aws:SourceAccount': '111122223333'}}}]}}}`,
    ],
  },
  applies: (role) => podTrusts(role).length > 0,
  judge: (role) =>
    podTrusts(role).flatMap(({ statement, index }) => {
      const at = `AssumeRolePolicyDocument.Statement[${index}]`
      const extra = statement.actions.filter((action) => !usual.has(action.toLowerCase()))
      if (extra.length > 0)
        return [{ says: `EKS Pod Identity may ${extra.join(', ')} the role`, at: `${at}.Action`, wanted: 'sts:AssumeRole and sts:TagSession' }]
      return statement.conditions.some(({ key, ifExists }) => guards.has(key) && !ifExists)
        ? []
        : [{ says: 'EKS Pod Identity may take the role for a cluster of any account', at, wanted: 'a condition on aws:SourceAccount or aws:SourceArn' }]
    }),
})
