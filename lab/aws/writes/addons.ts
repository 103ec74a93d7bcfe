/** Add-ons of a cluster. */
import { randomUUID } from 'node:crypto'
import { authorize } from '../authorize.ts'
import type { Context } from '../context.ts'
import { Refusal } from '../refusal.ts'
import type { Body } from '../store.ts'
import { begin, clusterOf } from './updates.ts'

const ofCluster = (clusterName: string) => (body: Body) => body.addon.clusterName === clusterName

function addonOf({ store }: Context, { clusterName, addonName }: Body): Body {
  const found = store.find('eks:DescribeAddon', addonName, ofCluster(clusterName))?.addon
  if (!found) throw new Refusal('ResourceNotFoundException', `No addon: ${addonName} found in cluster: ${clusterName}`)
  return found
}

export function createAddon(context: Context, input: Body): Body {
  const { store, faults, later, caller, region } = context
  const { clusterName, addonName, serviceAccountRoleArn } = input
  clusterOf(context, clusterName)
  if (serviceAccountRoleArn !== undefined) authorize(caller, 'iam:PassRole', [serviceAccountRoleArn], region)
  if (input.podIdentityAssociations !== undefined) throw new Refusal('NotImplemented', 'The stand-in does not make associations with an add-on.', 501)
  const list = store.find('eks:ListAddons', clusterName) ?? { addons: [] }
  if (list.addons.includes(addonName)) throw new Refusal('ResourceInUseException', 'Addon already exists.')
  const now = faults.now().toISOString()
  const addon: Body = {
    addonName,
    clusterName,
    status: 'CREATING',
    addonVersion: input.addonVersion ?? 'v1.0.0-eksbuild.1',
    health: { issues: [] },
    addonArn: store.arn('eks', `addon/${clusterName}/${addonName}/${randomUUID()}`),
    createdAt: now,
    modifiedAt: now,
    tags: input.tags ?? {},
    ...(serviceAccountRoleArn !== undefined && { serviceAccountRoleArn }),
    ...(input.configurationValues !== undefined && { configurationValues: input.configurationValues }),
  }
  store.put('eks:DescribeAddon', addonName, { addon }, ofCluster(clusterName))
  store.put('eks:ListAddons', clusterName, { addons: [...list.addons, addonName] })
  const answer = structuredClone({ addon })
  const { takes, fails } = faults.updates
  later(takes, () => {
    addon.status = fails ? 'CREATE_FAILED' : 'ACTIVE'
    if (fails) addon.health = { issues: [{ code: 'InternalFailure', message: fails.errorMessage }] }
  })
  return answer
}

export function updateAddon(context: Context, input: Body): Body {
  clusterOf(context, input.clusterName)
  const addon = addonOf(context, input)
  if (input.serviceAccountRoleArn !== undefined) authorize(context.caller, 'iam:PassRole', [input.serviceAccountRoleArn], context.region)
  const members = ['addonVersion', 'serviceAccountRoleArn', 'configurationValues'].filter((member) => input[member] !== undefined)
  const params = members.map((member) => ({ type: member.charAt(0).toUpperCase() + member.slice(1), value: String(input[member]) }))
  return begin(context, addon, `Addon ${input.addonName}`, input.clusterName, 'AddonUpdate', params, () => {
    for (const member of members) addon[member] = input[member]
    addon.modifiedAt = context.faults.now().toISOString()
  })
}

export function deleteAddon(context: Context, input: Body): Body {
  const { store } = context
  const addon = addonOf(context, input)
  addon.status = 'DELETING'
  const answer = structuredClone({ addon })
  context.later(context.faults.updates.takes, () => {
    store.remove('eks:DescribeAddon', input.addonName, ofCluster(input.clusterName))
    const list = store.find('eks:ListAddons', input.clusterName)
    if (list) list.addons = list.addons.filter((name: string) => name !== input.addonName)
  })
  return answer
}
