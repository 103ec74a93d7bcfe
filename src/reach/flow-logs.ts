/** Flow logs: whether the traffic of a VPC or of its subnets is recorded, both ways of a verdict, and delivered. */
import type { FlowLog } from '../model/aws.ts'

/** What keeps a log from recording anything; undefined where it works, `untold` where AWS does not say. */
export function faultOf({ FlowLogStatus, DeliverLogsStatus, DeliverLogsErrorMessage }: FlowLog): string | undefined {
  if (FlowLogStatus !== undefined && FlowLogStatus !== 'ACTIVE') return `is ${FlowLogStatus}`
  if (DeliverLogsStatus === 'SUCCESS') return undefined
  return DeliverLogsStatus === undefined ? 'untold' : `does not deliver${DeliverLogsErrorMessage ? `: ${DeliverLogsErrorMessage}` : ''}`
}

/** Accepted and rejected traffic of the resource are recorded, by one log or by two. */
export function isRecorded(resource: string, logs: readonly FlowLog[]): boolean {
  const types = new Set(logs.filter((log) => log.ResourceId === resource && faultOf(log) === undefined).map(({ TrafficType }) => TrafficType))
  return types.has('ALL') || (types.has('ACCEPT') && types.has('REJECT'))
}
