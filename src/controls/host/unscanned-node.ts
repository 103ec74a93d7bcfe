/** Inspector is on, and yet does not look at the packages of a node. */
import { control } from '../../model/control.ts'
import { daysBetween } from '../../reach/ages.ts'
import { inspectsMachines, packageScanOf } from '../../reach/inspector.ts'
import { instanceOf } from '../../reach/machines.ts'

/** Days after which a scan says nothing any more of what is known today. */
const longest = 7

const node = `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, LaunchTime: '2026-10-01T00:00:00Z'}]}]}
inspector2:BatchGetAccountStatus: {accounts: [{accountId: '111122223333', resourceState: {ec2: {status: ENABLED}}}]}
`
const covered = (status: string, more = '', scanType = 'PACKAGE') =>
  `${node}inspector2:ListCoverage: {coveredResources: [{resourceType: AWS_EC2_INSTANCE, resourceId: i-1, scanType: ${scanType}, scanStatus: ${status}${more}}]}`

export default control({
  title: 'Inspector scans the packages of every node',
  severity: 'medium',
  about: 'hosts',
  needs: ['inspectorStatuses', 'inspectorCoverage', 'instances'],
  responsible: { fargate: 'n/a', hybrid: 'n/a' },
  applies: (_, world) => inspectsMachines(world),
  why: `
    A node that Inspector leaves out has no findings, which looks the same as a node without faults.`,
  fix: 'By the reason told: register the node with Systems Manager or switch to aws inspector2 update-configuration --ec2-configuration scanMode=EC2_HYBRID; take the tag InspectorEc2Exclusion away; run an operating system that Inspector knows.',
  refs: ['https://docs.aws.amazon.com/inspector/latest/user/assessing-coverage.html'],
  examples: {
    good: [covered('{statusCode: ACTIVE, reason: SUCCESSFUL}', `, lastScannedAt: '2026-11-22T00:00:00Z'`)],
    bad: [
      covered('{statusCode: INACTIVE, reason: UNMANAGED_EC2_INSTANCE}'),
      covered('{statusCode: ACTIVE, reason: SUCCESSFUL}', `, lastScannedAt: '2026-11-01T00:00:00Z'`),
      // Never scanned, since weeks.
      covered('{statusCode: ACTIVE, reason: PENDING_INITIAL_SCAN}'),
      // Its ports alone are looked at.
      covered('{statusCode: ACTIVE, reason: SUCCESSFUL}', `, lastScannedAt: '2026-11-22T00:00:00Z'`, 'NETWORK'),
      `${node}inspector2:ListCoverage: {coveredResources: []}`,
    ],
  },
  judge(host, world) {
    const instance = instanceOf(host, world)
    if (!instance) return undefined
    const id = instance.InstanceId
    const scan = packageScanOf(id, world)
    const wanted = `ACTIVE, scanned within ${longest} days`
    if (!scan) return { says: `Inspector does not scan the packages of ${id}`, wanted }
    const { statusCode, reason } = scan.scanStatus ?? {}
    if (statusCode !== 'ACTIVE') return { says: `Inspector leaves ${id} out: ${reason ?? statusCode ?? 'it does not say why'}`, wanted }
    const age = daysBetween(scan.lastScannedAt ?? instance.LaunchTime, world.time)
    if (age !== undefined && age > longest)
      return { says: `Inspector ${scan.lastScannedAt ? `last scanned ${id}` : `has not once scanned ${id}, launched`} ${age} days ago`, wanted }
    return scan.lastScannedAt ? undefined : { because: 'untold', detail: `Inspector has yet to scan ${id} for the first time` }
  },
})
