/** Answers calls that change nothing, from what the account holds. */
import type { NormalizedSchema } from '@smithy/core/schema'
import { emptyFor } from './empties.ts'
import { meets } from './criteria.ts'
import { narrow } from './narrow.ts'
import { Refusal } from './refusal.ts'
import type { Body, Store } from './store.ts'
import { type Subject, subjects } from './subjects.ts'
import { isStoredError } from './world.ts'

/** Some answers are more than what is stored under one name. */
const before: Readonly<Record<string, (store: Store, input: Body, body: Body) => Body>> = {
  'cloudwatch:DescribeAlarms': (_, input, body) => (input.AlarmTypes ? body : { ...body, CompositeAlarms: [] }),
  'guardduty:ListFindings': (store, input, body) => {
    const findings: Body[] = store.find('guardduty:GetFindings', input.DetectorId)?.Findings ?? []
    const criteria = Object.entries(input.FindingCriteria?.Criterion ?? {})
    return {
      ...body,
      FindingIds: body.FindingIds.filter((id: string) =>
        criteria.every(([field, condition]) => meets(findings.find((one) => one.Id === id) ?? {}, field, condition)),
      ),
    }
  },
  'ec2:DescribeLaunchTemplateVersions': (store, input, body) => {
    if (input.LaunchTemplateId !== undefined || body !== undefined) return body
    return { LaunchTemplateVersions: store.all('ec2:DescribeLaunchTemplateVersions').flatMap((one) => one.body.LaunchTemplateVersions) }
  },
}

/**
 * @param call `service:Operation`
 * @param paging members of the input that concern pages alone
 * @throws Refusal where the thing is not there, the world does not tell, or the stand-in would have to ignore a wish
 */
export function read(store: Store, call: string, input: Body, paging: ReadonlySet<string>, output: NormalizedSchema): Body {
  const subject = subjects[call]
  const found = subject ? readThing(store, call, subject, input) : readWhole(store, call, output)
  if (isStoredError(found)) throw new Refusal(found.__error.name, found.__error.message)
  const body = before[call]?.(store, input, found) ?? found
  return narrow(call, body, input, new Set([...paging, ...(subject?.by ?? [])]))
}

function readThing(store: Store, call: string, subject: Subject, input: Body): Body {
  const name = String(subject.name(input))
  const found =
    store.find(call, call === 'kms:DescribeKey' || call.startsWith('kms:GetKey') ? keyId(store, name) : name, subject.fits?.(input)) ??
    (subject.wider && store.find(call, subject.wider(input), subject.fits?.(input)))
  if (found !== undefined) return found
  const empty = emptyFor[call]
  if (empty && store.all(empty.exists).some(({ body }) => !isStoredError(body) && empty.thing(body, name))) return empty.body
  if (!store.has(call) && store.isHome && !store.has(owner(call))) throw store.silent(call)
  throw subject.absent(input)
}

/** The call whose presence shows that a world speaks of such things at all. */
const owners: Readonly<Record<string, string>> = {
  cloudtrail: 'cloudtrail:DescribeTrails',
  ec2: 'ec2:DescribeInstances',
  ecr: 'ecr:DescribeRepositories',
  eks: 'eks:ListClusters',
  elasticloadbalancingv2: 'elasticloadbalancingv2:DescribeLoadBalancers',
  events: 'events:ListRules',
  guardduty: 'guardduty:ListDetectors',
  iam: 'iam:ListRoles',
  kms: 'kms:ListAliases',
  logs: 'logs:DescribeLogGroups',
  // Buckets are not listed: a bucket that no world tells of is not there.
  s3: 'iam:ListRoles',
}
const owner = (call: string): string => owners[call.split(':')[0] as string] ?? call

/** A key may be named by an alias. */
function keyId(store: Store, name: string): string {
  const aliases: Body[] = store.find('kms:ListAliases', '')?.Aliases ?? []
  return aliases.find(({ AliasName }) => AliasName === `alias/${name}` || AliasName === name)?.TargetKeyId ?? name
}

function readWhole(store: Store, call: string, output: NormalizedSchema): Body {
  const found = store.find(call, '') ?? store.all(call)[0]?.body
  if (found !== undefined) return found
  if (store.isHome) throw store.silent(call)
  // Of a region in which nothing was made, lists are empty and switches are as AWS delivers them.
  if (call === 'ec2:GetEbsEncryptionByDefault') return { EbsEncryptionByDefault: false, SseType: 'none' }
  return Object.fromEntries(Object.entries(output.getMemberSchemas()).flatMap(([name, member]) => (member.isListSchema() ? [[name, []]] : [])))
}
