/** Where Fargate sends the logs of pods: the configuration it reads, and the right its role needs. */
import type { PolicyDocument, PolicyStatement } from '../model/aws.ts'
import type { ConfigMap } from '../model/kubernetes.ts'
import type { World } from '../model/world.ts'

/** Outputs that the log router of Fargate knows, and an action that each of them takes. */
const outputs: Readonly<Record<string, string>> = {
  cloudwatch: 'logs:PutLogEvents',
  cloudwatch_logs: 'logs:PutLogEvents',
  es: 'es:ESHttpPost',
  firehose: 'firehose:PutRecordBatch',
  kinesis_firehose: 'firehose:PutRecordBatch',
  kinesis: 'kinesis:PutRecords',
  kinesis_streams: 'kinesis:PutRecords',
}

/** The actions that the outputs of a configuration need; undefined where it names no output that Fargate knows. */
export function actionsOf({ data }: ConfigMap): string[] | undefined {
  const sections = (data?.['output.conf'] ?? '').split(/^\s*\[OUTPUT\]\s*$/im).slice(1)
  const actions = sections.map((section) => outputs[/^\s*Name\s+(\S+)/im.exec(section)?.[1]?.toLowerCase() ?? ''])
  return actions.length > 0 && actions.every((action) => action !== undefined) ? (actions as string[]) : undefined
}

type Roles = 'attachedRolePolicies' | 'inlineRolePolicies' | 'managedPolicies'
const list = <T>(value: T | readonly T[] | undefined): readonly T[] => (value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T])
const covers = (pattern: string, action: string): boolean => new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(action)

function statementsOf(document: PolicyDocument | undefined): readonly PolicyStatement[] {
  return list(document?.Statement)
}

/** Whether a policy of the role allows the action on something and none denies it. Throws `Unseen` where a policy was not seen. */
export function roleMay(role: string, action: string, world: World<Roles>): boolean {
  const attached = world.find('attachedRolePolicies', role)?.AttachedPolicies ?? []
  const managed = attached.flatMap(({ PolicyName }) => (ownLogsNothing.test(PolicyName ?? '') ? [] : statementsOf(world.find('managedPolicies', PolicyName ?? '')?.Document)))
  const inline = world.all('inlineRolePolicies').flatMap(({ RoleName, PolicyDocument }) => (RoleName === role ? statementsOf(PolicyDocument) : []))
  const touching = [...managed, ...inline].filter(({ Action, NotAction }) => (NotAction !== undefined ? !list(NotAction).some((one) => covers(one, action)) : list(Action).some((one) => covers(one, action))))
  return touching.some(({ Effect }) => Effect === 'Allow') && !touching.some(({ Effect, Condition }) => Effect === 'Deny' && !Condition)
}

/** AWS's policy for these roles lets them pull images and nothing else, so its text need not be seen. */
const ownLogsNothing = /^AmazonEKSFargatePodExecutionRolePolicy$/
