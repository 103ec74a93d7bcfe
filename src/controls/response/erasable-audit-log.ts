/** The audit log of the cluster can be deleted by one call. */
import { control } from '../../model/control.ts'
import { logGroupOf } from '../../reach/control-plane-logs.ts'

const group = (rest: string, name = '/aws/eks/shop/cluster') => `eks:DescribeCluster: {cluster: {name: shop}}
---
logs:DescribeLogGroups: {logGroups: [{logGroupName: ${name}${rest}}]}`

export default control({
  title: 'The audit log of the cluster cannot be deleted by one call',
  severity: 'low',
  about: 'logGroups',
  needs: ['clusters'],
  why: `
    Who has broken in deletes the log that shows it. Deletion protection refuses that until somebody switches it off, which
    is an event of its own to alarm on.`,
  fix: 'aws logs put-log-group-deletion-protection --log-group-identifier /aws/eks/CLUSTER/cluster --deletion-protection-enabled, and copy the log to a bucket with object lock in another account.',
  refs: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/protecting-log-groups-from-deletion.html'],
  examples: {
    good: [group(', deletionProtectionEnabled: true')],
    bad: [group(', deletionProtectionEnabled: false'), group('')],
  },
  applies: ({ logGroupName }, world) => world.all('clusters').some((cluster) => logGroupOf(cluster) === logGroupName),
  judge: ({ logGroupName, deletionProtectionEnabled: on }) =>
    on === true
      ? undefined
      : { says: `log group ${logGroupName} has no deletion protection`, at: 'deletionProtectionEnabled', ...(on === false && { actual: false }), wanted: true },
  remedy: ({ logGroupName }) => ({
    says: 'Protect the log group from deletion',
    risk: 'none',
    steps: [{ do: 'aws', call: 'logs:PutLogGroupDeletionProtection', input: { logGroupIdentifier: logGroupName, deletionProtectionEnabled: true } }],
  }),
})
