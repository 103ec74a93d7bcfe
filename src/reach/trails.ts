/** What a CloudTrail trail records, and what keeps it from being the record of the account. */
import type { Trail, TrailSelectors } from '../model/aws.ts'
import type { World } from '../model/world.ts'

/** Sources that may be left out of management events without harm: they are loud and hold keys or queries, not rights. */
const loud = new Set(['kms.amazonaws.com', 'rdsdata.amazonaws.com'])

/** Reads and writes of the management plane, which event selectors may narrow: `read`, `write`. */
function recorded({ EventSelectors, AdvancedEventSelectors }: TrailSelectors): ReadonlySet<'read' | 'write'> {
  const found = new Set<'read' | 'write'>()
  for (const selector of EventSelectors ?? []) {
    if (selector?.IncludeManagementEvents === false || (selector?.ExcludeManagementEventSources ?? []).some((source) => !loud.has(source))) continue
    if (selector?.ReadWriteType !== 'WriteOnly') found.add('read')
    if (selector?.ReadWriteType !== 'ReadOnly') found.add('write')
  }
  for (const { FieldSelectors } of AdvancedEventSelectors ?? []) {
    const fields = new Map((FieldSelectors ?? []).map((field) => [field.Field, field]))
    if (!fields.get('eventCategory')?.Equals?.includes('Management')) continue
    const narrowed = [...fields.values()].some(({ Field, Equals, NotEquals }) => {
      if (Field === 'eventCategory' || Field === 'readOnly') return false
      return Field !== 'eventSource' || Equals !== undefined || (NotEquals ?? []).some((source) => !loud.has(source))
    })
    if (narrowed) continue
    const readOnly = fields.get('readOnly')?.Equals
    if (readOnly === undefined || readOnly.includes('true')) found.add('read')
    if (readOnly === undefined || readOnly.includes('false')) found.add('write')
  }
  return found
}

/** Every reason why the trail is not the record of the account; none where it is. Throws `Unseen` where that cannot be told. */
export function shortcomings(trail: Trail, world: World<'trailStatuses' | 'trailSelectors'>): string[] {
  const found: string[] = []
  if (!trail.IsMultiRegionTrail) found.push('records one Region only')
  if (!trail.LogFileValidationEnabled) found.push('has no log file validation')
  // What DescribeTrails tells is enough to rule it out; the rest need not be seen.
  if (found.length > 0) return found
  const status = world.find('trailStatuses', trail.Name)
  const selectors = world.find('trailSelectors', trail.Name)
  if (status?.IsLogging !== true) found.push('is stopped')
  if (status?.LatestDeliveryError) found.push(`cannot deliver (${status.LatestDeliveryError})`)
  const events = selectors ? recorded(selectors) : new Set()
  if (!events.has('write')) found.push('records no management writes')
  if (!events.has('read')) found.push('records no management reads')
  return found
}
