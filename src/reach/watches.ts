/** Who would notice an event: metric filters with alarms, subscriptions, and rules of EventBridge, tried on samples. */
import type { Cluster, MetricFilter, SubscriptionFilters } from '../model/aws.ts'
import type { Judgement } from '../model/control.ts'
import type { Evidence } from '../model/finding.ts'
import type { Gap } from '../model/snapshot.ts'
import { Unseen, unlessUnseen, type World } from '../model/world.ts'
import { enabledLogs, logGroupOf } from './control-plane-logs.ts'
import { deadBecause } from './dead-filters.ts'
import { takesEvent } from './event-patterns.ts'
import { matchesPattern } from './log-patterns.ts'
import type { Sample } from './sample-events.ts'

type Logs = 'metricFilters' | 'subscriptionFilters' | 'alarms'
export const logWatchers = ['metricFilters', 'subscriptionFilters', 'alarms'] as const
export const callWatchers = ['eventRules', 'eventTargets', 'trails', ...logWatchers] as const

/** `a, b, c and 4 more`. */
export function listed(names: readonly string[]): string {
  return `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`
}

/** Some alarm that is switched on and tells somebody watches the metric of the filter. */
function rings({ metricTransformations }: MetricFilter, world: World<'alarms'>): boolean {
  const metrics = metricTransformations ?? []
  const isMetric = (namespace: string | undefined, name: string | undefined) =>
    metrics.some((metric) => metric.metricName === name && metric.metricNamespace === namespace)
  const tells = (alarm: { ActionsEnabled?: boolean; AlarmActions?: readonly string[] }) =>
    alarm.ActionsEnabled !== false && (alarm.AlarmActions ?? []).length > 0
  const watched = (alarm: Parameters<Parameters<typeof world.some<'alarms'>>[1]>[0]) =>
    isMetric(alarm.Namespace, alarm.MetricName) ||
    (alarm.Metrics ?? []).some(({ MetricStat }) => isMetric(MetricStat?.Metric?.Namespace, MetricStat?.Metric?.MetricName))
  const silent = world.seen('alarms').things.filter((alarm) => watched(alarm) && !tells(alarm))
  // An alarm without actions may still wake somebody through a composite alarm that stands on it.
  const throughOther = (rule: string | undefined) => silent.some(({ AlarmName }) => rule?.includes(`"${AlarmName}"`) || rule?.includes(`(${AlarmName})`))
  return world.some('alarms', (alarm) => tells(alarm) && (watched(alarm) || throughOther(alarm.AlarmRule))) !== undefined
}

/** Dumps name an answer by its group with "/" written "_", and one without filters tells nothing better. */
function subscriptionsOf(group: string, world: World<'subscriptionFilters'>): SubscriptionFilters | undefined {
  const names = [group, group.replaceAll('/', '_')]
  return world.seen('subscriptionFilters').things.find(({ logGroupName }) => names.includes(logGroupName))
}

interface Unnoticed {
  readonly samples: readonly Sample[]
  /** Filters that count some of them for an alarm that is not there. */
  readonly mute: readonly string[]
}

/** Which samples no filter on the group passes on. A pattern that cannot be read is a gap, where it might matter. */
function unnoticedIn(group: string, samples: readonly Sample[], world: World<Logs>): Unnoticed | Gap {
  const filters = world.seen('metricFilters').things.filter(({ logGroupName }) => logGroupName === group)
  const subscriptions = subscriptionsOf(group, world)?.subscriptionFilters ?? []
  const mute = new Set<string>()
  const left = samples.filter(({ event }) => {
    if (subscriptions.some(({ filterPattern }) => matchesPattern(filterPattern, event) === true)) return false
    const counting = filters.filter(({ filterPattern }) => matchesPattern(filterPattern, event) === true)
    if (counting.some((filter) => rings(filter, world))) return false
    for (const { filterName } of counting) mute.add(filterName)
    return true
  })
  if (left.length === 0) return { samples: left, mute: [] }
  world.all('metricFilters')
  world.find('subscriptionFilters', group)
  const unread = [...filters, ...subscriptions].find(({ filterPattern }) => left.some(({ event }) => matchesPattern(filterPattern, event) === undefined))
  if (unread) return { because: 'untold', detail: `the pattern of filter ${unread.filterName} on ${group} cannot be read` }
  return { samples: left, mute: [...mute] }
}

/** Why filters that ask for the same thing, but wrongly, do not count. */
function near(group: string, samples: readonly Sample[], world: World<'metricFilters'>): string {
  const events = samples.map(({ event }) => JSON.stringify(event))
  const dead = world.seen('metricFilters').things.flatMap((filter) => {
    const why = filter.logGroupName === group ? deadBecause(filter.filterPattern) : undefined
    return why && events.every((event) => event.includes(`"${why.events}"`))
      ? [`; filter ${filter.filterName} never matches, it asks for ${why.asked} where events say "${why.events}"`]
      : []
  })
  return dead.join('')
}

/**
 * Whether each sample of the audit log reaches an alarm or leaves through a subscription.
 * @param what names the samples together: "changes of RBAC objects"
 */
export function unwatchedLog(cluster: Cluster, what: string, samples: readonly Sample[], world: World<Logs>): Judgement {
  if (!enabledLogs(cluster).includes('audit'))
    return { says: `nothing sees ${what}: the audit log is off`, at: 'logging.clusterLogging', actual: enabledLogs(cluster), wanted: 'audit' }
  const group = logGroupOf(cluster)
  const found = unnoticedIn(group, samples, world)
  if ('because' in found) return found
  if (found.samples.length === 0) return undefined
  return evidence(group, what, samples, found, near(group, samples, world))
}

function evidence(group: string, what: string, samples: readonly Sample[], { samples: left, mute }: Unnoticed, more: string): Evidence {
  const which = left.length === samples.length ? what : `${what} (${listed([...new Set(left.map((sample) => sample.what))])})`
  const counted = mute.length > 0 ? `; ${listed(mute)} counts some, but no alarm with an action watches the metric` : ''
  return {
    says: `no filter on ${group} catches ${which}${counted}${more}`,
    wanted: 'a metric filter with an alarm, or a subscription filter, that takes them',
  }
}

const groupOfArn = (arn: string | undefined): string | undefined => /:log-group:([^:]+)/.exec(arn ?? '')?.[1]

/** Whether an enabled rule with a target takes one of the events. Throws `Unseen` where none was found but one may be there. */
export function isRouted(events: readonly object[], world: World<'eventRules' | 'eventTargets'>): boolean {
  const takes = world
    .seen('eventRules')
    .things.filter(({ State, EventPattern }) => State !== 'DISABLED' && events.some((event) => takesEvent(EventPattern, event) === true))
  const isAimed = (name: string) => world.seen('eventTargets').things.some(({ Rule, Targets }) => Rule === name && (Targets ?? []).length > 0)
  if (takes.some(({ Name }) => isAimed(Name))) return true
  world.all('eventRules')
  if (takes.length > 0) world.all('eventTargets')
  return false
}

/** Whether a call that CloudTrail records reaches a rule with a target, or passes a filter on a trail's log group. */
export function unwatchedCalls(what: string, samples: readonly Sample[], world: World<(typeof callWatchers)[number]>): Judgement {
  let unseen: Unseen | undefined
  let gap: Gap | undefined
  let left = samples.filter(({ event }) => {
    const routed = unlessUnseen(() => isRouted([event], world))
    if (routed instanceof Unseen) unseen = routed
    return routed !== true
  })
  const groups = new Set(world.seen('trails').things.flatMap(({ CloudWatchLogsLogGroupArn }) => groupOfArn(CloudWatchLogsLogGroupArn) ?? []))
  for (const group of groups) {
    const details = left.map(({ what: name, event }) => ({ what: name, event: (event as { detail: object }).detail }))
    const found = unlessUnseen(() => unnoticedIn(group, details, world))
    if (found instanceof Unseen) unseen ??= found
    else if ('because' in found) gap ??= found
    else {
      left = left.filter(({ what: name }) => found.samples.some((sample) => sample.what === name))
      if (!subscriptionsOf(group, world))
        gap ??= { because: 'not asked', detail: `logs:DescribeSubscriptionFilters was not called for ${group}`, lacks: 'logs:DescribeSubscriptionFilters' }
    }
  }
  if (left.length === 0) return undefined
  if (unseen) throw unseen
  world.all('trails')
  if (gap) return gap
  const which = left.length === samples.length ? what : `${what} (${listed(left.map((sample) => sample.what))})`
  return {
    says: `no rule of EventBridge and no filter on a trail's log group catches ${which}`,
    wanted: 'an enabled rule with a target that takes "AWS API Call via CloudTrail" events of these calls',
  }
}

/** Several questions as one: every fault that some of them finds, and the reasons why others could not be answered. */
export function unwatchedIn(...questions: readonly (() => Judgement)[]): Judgement {
  return questions.flatMap((ask): readonly (Evidence | Unseen)[] => {
    const answer = unlessUnseen(ask)
    if (answer === undefined) return []
    if (answer instanceof Unseen || Array.isArray(answer)) return [answer].flat()
    return ['because' in answer ? new Unseen('metricFilters', answer as Gap) : (answer as Evidence)]
  })
}
