/** Where Fargate sends the logs of pods: the configuration it reads, and the right its role needs. */
import type { ConfigMap } from '../model/kubernetes.ts'
import type { World } from '../model/world.ts'
import { coversAction } from './iam.ts'
import { type PolicyKinds, policiesOf } from './role-policies.ts'

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

/** AWS's policy for these roles lets them pull images and nothing else, so its text need not be seen. */
const pullsOnly = 'AmazonEKSFargatePodExecutionRolePolicy'

/** Whether a policy of the role allows the action on something and none denies it outright. Throws `Unseen` where a policy was not seen. */
export function roleMay(RoleName: string, action: string, world: World<PolicyKinds>): boolean {
  const policies = policiesOf({ RoleName }, world).filter(({ name, isAwsManaged }) => !isAwsManaged || name !== pullsOnly)
  const touching = policies.flatMap((policy) => policy.statements()).filter((statement) => coversAction(statement, action))
  return touching.some(({ effect }) => effect === 'Allow') && !touching.some(({ effect, conditions }) => effect === 'Deny' && conditions.length === 0)
}
