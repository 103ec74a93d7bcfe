/** Access entries with their policies, and Pod Identity associations. */
import { createHash, randomUUID } from 'node:crypto'
import { authorize } from '../authorize.ts'
import type { Context } from '../context.ts'
import { Refusal } from '../refusal.ts'
import { type Body, lastOfArn } from '../store.ts'
import { clusterOf } from './updates.ts'

const entryName = ({ principalArn }: Body): string => lastOfArn(String(principalArn))
const ofCluster = (wrapper: string, clusterName: string) => (body: Body) => (body[wrapper] ?? body).clusterName === clusterName

function entryOf({ store }: Context, input: Body): Body {
  const found = store.find('eks:DescribeAccessEntry', entryName(input), ofCluster('accessEntry', input.clusterName))?.accessEntry
  if (!found) throw new Refusal('ResourceNotFoundException', `The specified principalArn could not be found. You have specified: ${input.principalArn}`)
  return found
}

export function createAccessEntry(context: Context, input: Body): Body {
  const { store, faults } = context
  const { clusterName, principalArn } = input
  const cluster = clusterOf(context, clusterName)
  if ((cluster.accessConfig?.authenticationMode ?? 'CONFIG_MAP') === 'CONFIG_MAP')
    throw new Refusal('InvalidRequestException', "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.")
  const list = store.find('eks:ListAccessEntries', clusterName)
  if (list?.accessEntries.includes(principalArn))
    throw new Refusal('ResourceInUseException', 'The specified access entry resource is already in use on this cluster.')
  const reserved = (input.kubernetesGroups ?? []).find((group: string) => /^(system:|eks:|aws:|amazon:|iam:)/.test(group))
  if (reserved !== undefined) throw new Refusal('InvalidParameterException', `The kubernetes group name ${reserved} is invalid, it cannot start with system:`)
  const now = faults.now().toISOString()
  const [, kind = 'role'] = /:(role|user)\//.exec(principalArn) ?? []
  const accessEntry: Body = {
    clusterName,
    principalArn,
    kubernetesGroups: input.kubernetesGroups ?? [],
    accessEntryArn: store.arn('eks', `access-entry/${clusterName}/${kind}/${store.account}/${entryName(input)}/${randomUUID()}`),
    createdAt: now,
    modifiedAt: now,
    tags: input.tags ?? {},
    username: input.username ?? (kind === 'role' ? `arn:aws:sts::${store.account}:assumed-role/${entryName(input)}/{{SessionName}}` : principalArn),
    type: input.type ?? 'STANDARD',
  }
  store.put('eks:DescribeAccessEntry', entryName(input), { accessEntry }, ofCluster('accessEntry', clusterName))
  store.put('eks:ListAssociatedAccessPolicies', entryName(input), { clusterName, principalArn, associatedAccessPolicies: [] }, ofCluster('', clusterName))
  if (list) list.accessEntries = [...list.accessEntries, principalArn]
  return { accessEntry }
}

export function updateAccessEntry(context: Context, input: Body): Body {
  const entry = entryOf(context, input)
  if (input.kubernetesGroups !== undefined) entry.kubernetesGroups = input.kubernetesGroups
  if (input.username !== undefined) entry.username = input.username
  entry.modifiedAt = context.faults.now().toISOString()
  return { accessEntry: entry }
}

export function deleteAccessEntry(context: Context, input: Body): Body {
  const { store } = context
  entryOf(context, input)
  store.remove('eks:DescribeAccessEntry', entryName(input), ofCluster('accessEntry', input.clusterName))
  store.remove('eks:ListAssociatedAccessPolicies', entryName(input), ofCluster('', input.clusterName))
  const list = store.find('eks:ListAccessEntries', input.clusterName)
  if (list) list.accessEntries = list.accessEntries.filter((arn: string) => arn !== input.principalArn)
  return {}
}

function policiesOf({ store }: Context, input: Body): Body {
  return store.find('eks:ListAssociatedAccessPolicies', entryName(input), ofCluster('', input.clusterName))
}

export function associateAccessPolicy(context: Context, input: Body): Body {
  const entry = entryOf(context, input)
  if (entry.type !== 'STANDARD') throw new Refusal('InvalidRequestException', `The access entry type ${entry.type} does not support access policies.`)
  if (!/^arn:aws[a-z-]*:eks::aws:cluster-access-policy\/AmazonEKS\w+$/.test(input.policyArn))
    throw new Refusal('ResourceNotFoundException', `The policyArn parameter format is not valid: ${input.policyArn}`)
  const now = context.faults.now().toISOString()
  const list = policiesOf(context, input)
  const before = list.associatedAccessPolicies.find((one: Body) => one.policyArn === input.policyArn)
  const policy = {
    policyArn: input.policyArn,
    accessScope: { namespaces: [], ...input.accessScope },
    associatedAt: before?.associatedAt ?? now,
    modifiedAt: now,
  }
  list.associatedAccessPolicies = [...list.associatedAccessPolicies.filter((one: Body) => one !== before), policy]
  return { clusterName: input.clusterName, principalArn: input.principalArn, associatedAccessPolicy: policy }
}

export function disassociateAccessPolicy(context: Context, input: Body): Body {
  entryOf(context, input)
  const list = policiesOf(context, input)
  const left = list.associatedAccessPolicies.filter((one: Body) => one.policyArn !== input.policyArn)
  if (left.length === list.associatedAccessPolicies.length)
    throw new Refusal('ResourceNotFoundException', `The specified policyArn is not associated: ${input.policyArn}`)
  list.associatedAccessPolicies = left
  return {}
}

/** What ListPodIdentityAssociations tells of each. */
const summary = ({ clusterName, namespace, serviceAccount, associationArn, associationId, ownerArn }: Body): Body => ({
  clusterName,
  namespace,
  serviceAccount,
  associationArn,
  associationId,
  ...(ownerArn !== undefined && { ownerArn }),
})

export function createPodIdentityAssociation(context: Context, input: Body): Body {
  const { store, faults, caller, region } = context
  const { clusterName, namespace, serviceAccount, roleArn } = input
  clusterOf(context, clusterName)
  authorize(caller, 'iam:PassRole', [roleArn], region)
  const list = store.find('eks:ListPodIdentityAssociations', clusterName) ?? { associations: [] }
  if (list.associations.some((one: Body) => one.namespace === namespace && one.serviceAccount === serviceAccount))
    throw new Refusal('ResourceInUseException', `Association already exists: ${namespace}/${serviceAccount}`)
  const now = faults.now().toISOString()
  const associationId = `a-${createHash('sha256').update(`${clusterName}/${namespace}/${serviceAccount}`).digest('hex').slice(0, 17)}`
  const association: Body = {
    clusterName,
    namespace,
    serviceAccount,
    roleArn,
    associationArn: store.arn('eks', `podidentityassociation/${clusterName}/${associationId}`),
    associationId,
    tags: input.tags ?? {},
    createdAt: now,
    modifiedAt: now,
    ...(input.disableSessionTags !== undefined && { disableSessionTags: input.disableSessionTags }),
    ...(input.targetRoleArn !== undefined && { targetRoleArn: input.targetRoleArn }),
  }
  store.put('eks:DescribePodIdentityAssociation', associationId, { association })
  store.put('eks:ListPodIdentityAssociations', clusterName, { associations: [...list.associations, summary(association)] })
  return { association }
}

function associationOf({ store }: Context, { associationId, clusterName }: Body): Body {
  const found = store.find('eks:DescribePodIdentityAssociation', associationId, ofCluster('association', clusterName))?.association
  if (!found) throw new Refusal('ResourceNotFoundException', `No association found for id: ${associationId}`)
  return found
}

export function updatePodIdentityAssociation(context: Context, input: Body): Body {
  const association = associationOf(context, input)
  if (input.roleArn !== undefined) authorize(context.caller, 'iam:PassRole', [input.roleArn], context.region)
  for (const member of ['roleArn', 'disableSessionTags', 'targetRoleArn']) if (input[member] !== undefined) association[member] = input[member]
  association.modifiedAt = context.faults.now().toISOString()
  return { association }
}

export function deletePodIdentityAssociation(context: Context, input: Body): Body {
  const association = associationOf(context, input)
  context.store.remove('eks:DescribePodIdentityAssociation', input.associationId, ofCluster('association', input.clusterName))
  const list = context.store.find('eks:ListPodIdentityAssociations', input.clusterName)
  if (list) list.associations = list.associations.filter((one: Body) => one.associationId !== input.associationId)
  return { association }
}
