/** An alarm on a log filter reaches nobody. */
import { control } from '../../model/control.ts'

const fortnight = 14 * 86_400_000

export default control({
  title: 'Alarms on log filters reach somebody',
  severity: 'medium',
  about: 'alarms',
  needs: ['metricFilters'],
  why: `
    An alarm without an action turns red where nobody looks. One that has had no data for weeks most often stands on a metric that
    was never written, because its filter is wrong.`,
  fix: 'aws cloudwatch put-metric-alarm with --alarm-actions TOPIC-ARN, aws cloudwatch enable-alarm-actions --alarm-names ALARM; for missing data repair the filter, or set --treat-missing-data notBreaching where no events are normal.',
  refs: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html'],
  examples: {
    good: [
      `logs:DescribeMetricFilters: {metricFilters: [{filterName: denied, metricTransformations: [{metricName: Denied, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: denied, Namespace: EKS, MetricName: Denied, ActionsEnabled: true, StateValue: OK, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}, {AlarmName: cpu, Namespace: AWS/EC2, MetricName: CPUUtilization}]}`,
    ],
    bad: [
      `logs:DescribeMetricFilters: {metricFilters: [{filterName: denied, metricTransformations: [{metricName: Denied, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: denied, Namespace: EKS, MetricName: Denied, ActionsEnabled: true, AlarmActions: []}]}`,
      `logs:DescribeMetricFilters: {metricFilters: [{filterName: denied, metricTransformations: [{metricName: Denied, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: denied, Namespace: EKS, MetricName: Denied, ActionsEnabled: false, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"]}]}`,
      `logs:DescribeMetricFilters: {metricFilters: [{filterName: denied, metricTransformations: [{metricName: Denied, metricNamespace: EKS}]}]}
cloudwatch:DescribeAlarms: {MetricAlarms: [{AlarmName: denied, Namespace: EKS, MetricName: Denied, ActionsEnabled: true, AlarmActions: ["arn:aws:sns:us-west-2:111122223333:security"], StateValue: INSUFFICIENT_DATA, StateUpdatedTimestamp: "2026-09-01T00:00:00Z"}]}`,
    ],
  },
  applies: ({ Namespace, MetricName }, world) =>
    MetricName !== undefined &&
    world.some('metricFilters', ({ metricTransformations }) =>
      (metricTransformations ?? []).some((metric) => metric.metricName === MetricName && metric.metricNamespace === Namespace),
    ) !== undefined,
  judge({ AlarmName, ActionsEnabled, AlarmActions, StateValue, StateUpdatedTimestamp }, world) {
    const since = Date.parse(world.time) - Date.parse(StateUpdatedTimestamp ?? '')
    if (ActionsEnabled === false) return { says: 'its actions are switched off', at: 'ActionsEnabled', actual: false, wanted: true }
    const isPart = (rule: string | undefined) => rule?.includes(`"${AlarmName}"`) || rule?.includes(`(${AlarmName})`)
    // A composite alarm may ring in its place.
    if (
      (AlarmActions ?? []).length === 0 &&
      !world.some('alarms', ({ AlarmRule, AlarmActions: actions }) => isPart(AlarmRule) === true && (actions ?? []).length > 0)
    )
      return { says: 'it has no action', at: 'AlarmActions', wanted: 'an SNS topic with subscribers' }
    if (StateValue === 'INSUFFICIENT_DATA' && since > fortnight)
      return { says: `its metric has had no data since ${StateUpdatedTimestamp?.slice(0, 10)}`, at: 'StateValue', actual: StateValue, wanted: 'OK' }
    return undefined
  },
})
