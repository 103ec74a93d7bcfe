/** Every call that was made, and CloudTrail's events of them. */
import { createHash } from 'node:crypto'
import { services } from './models.ts'
import { Refusal } from './refusal.ts'
import type { Body } from './store.ts'

export interface CallRecord {
  readonly time: Date
  readonly service: string
  readonly operation: string
  /** As `credentials` was asked for it; undefined where nobody could be told. */
  readonly user: string | undefined
  readonly arn: string | undefined
  readonly region: string
  readonly input: Readonly<Record<string, unknown>>
  /** The code of the error that was answered, and its message. */
  readonly error?: { readonly code: string; readonly message: string }
}

const isRead = (operation: string): boolean => /^(Get|List|Describe|Batch(Get|Describe)|Simulate|Lookup)/.test(operation)

/** The event that CloudTrail records of a call. */
function eventOf(record: CallRecord, i: number): Body {
  const hash = createHash('sha256').update(`${i}/${record.time.toISOString()}`).digest('hex')
  const id = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`
  const source = `${services[record.service]?.signing === 'monitoring' ? 'monitoring' : (services[record.service]?.iam ?? record.service)}.amazonaws.com`
  const name = record.arn?.split('/').at(-1)
  return {
    EventId: id,
    EventName: record.operation,
    ReadOnly: String(isRead(record.operation)),
    EventTime: record.time.toISOString(),
    EventSource: source,
    ...(name !== undefined && { Username: name }),
    Resources: [],
    CloudTrailEvent: JSON.stringify({
      eventVersion: '1.11',
      userIdentity: { type: record.arn?.includes(':assumed-role/') ? 'AssumedRole' : 'IAMUser', arn: record.arn, accountId: record.arn?.split(':')[4] },
      eventTime: record.time.toISOString().replace(/\.\d+Z$/, 'Z'),
      eventSource: source,
      eventName: record.operation,
      awsRegion: record.region,
      sourceIPAddress: '127.0.0.1',
      requestParameters: record.input,
      ...(record.error && { errorCode: record.error.code, errorMessage: record.error.message }),
      eventID: id,
      readOnly: isRead(record.operation),
      eventType: 'AwsApiCall',
      managementEvent: true,
    }),
  }
}

const attributes: Readonly<Record<string, (event: Body) => unknown>> = {
  EventId: (event) => event.EventId,
  EventName: (event) => event.EventName,
  ReadOnly: (event) => event.ReadOnly,
  Username: (event) => event.Username,
  EventSource: (event) => event.EventSource,
}

/** cloudtrail:LookupEvents: what was called here, and what the world says was called before; newest first. */
export function lookUp(records: readonly CallRecord[], stored: readonly Body[], region: string, input: Body): Body {
  const events = [...stored, ...records.filter((one) => one.region === region).map(eventOf)]
  const from = input.StartTime ? new Date(input.StartTime).getTime() : Number.NEGATIVE_INFINITY
  const to = input.EndTime ? new Date(input.EndTime).getTime() : Number.POSITIVE_INFINITY
  const wanted = (input.LookupAttributes ?? []) as { AttributeKey: string; AttributeValue: string }[]
  const left = events.filter((event) => {
    const time = new Date(event.EventTime).getTime()
    return time >= from && time <= to && wanted.every(({ AttributeKey, AttributeValue }) => attributeOf(event, AttributeKey) === AttributeValue)
  })
  return { Events: left.toSorted((a, b) => new Date(b.EventTime).getTime() - new Date(a.EventTime).getTime()) }
}

function attributeOf(event: Body, key: string): unknown {
  const attribute = attributes[key]
  if (!attribute) throw new Refusal('NotImplemented', `The stand-in does not look up events by ${key}.`, 501)
  return attribute(event)
}
