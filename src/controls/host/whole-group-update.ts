/** An update of the node group may take all of its nodes away at once. */
import { control } from '../../model/control.ts'

export default control({
  title: 'Node group updates leave most nodes running',
  severity: 'low',
  about: 'nodegroups',
  applies: ({ scalingConfig }) => (scalingConfig?.desiredSize ?? 2) > 1,
  why: `
    A node group whose update takes down everything is a node group that nobody updates in working hours, and so one that is
    updated late. One node or a third of them at a time makes patching a routine.`,
  fix: 'aws eks update-nodegroup-config --cluster-name CLUSTER --nodegroup-name GROUP --update-config maxUnavailablePercentage=33',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html'],
  examples: {
    good: [
      `eks:DescribeNodegroup.a: {nodegroup: {clusterName: shop, nodegroupName: a, updateConfig: {maxUnavailable: 1}, scalingConfig: {desiredSize: 4}}}
eks:DescribeNodegroup.b: {nodegroup: {nodegroupName: b, scalingConfig: {desiredSize: 4}}}
eks:ListNodegroups: {nodegroups: [a, b]}`,
    ],
    bad: [
      `eks:DescribeNodegroup.a: {nodegroup: {clusterName: shop, nodegroupName: a, updateConfig: {maxUnavailablePercentage: 100}, scalingConfig: {desiredSize: 4}}}
eks:ListNodegroups: {nodegroups: [a]}`,
      `eks:DescribeNodegroup.a: {nodegroup: {clusterName: shop, nodegroupName: a, updateConfig: {maxUnavailable: 5}, scalingConfig: {desiredSize: 4}}}
eks:ListNodegroups: {nodegroups: [a]}`,
    ],
  },
  judge({ updateConfig, scalingConfig }) {
    const { maxUnavailable: count, maxUnavailablePercentage: share } = updateConfig ?? {}
    const size = scalingConfig?.desiredSize
    if (share !== undefined && share >= 100)
      return { says: `an update may replace ${share} % of the nodes at once`, at: 'updateConfig.maxUnavailablePercentage', actual: share, wanted: '33 or less' }
    if (count === undefined || size === undefined || count < size) return undefined
    return { says: `an update may replace ${count} of ${size} nodes at once`, at: 'updateConfig.maxUnavailable', actual: count, wanted: `fewer than ${size}` }
  },
  remedy: ({ clusterName, nodegroupName }) => ({
    says: 'Replace a third of the nodes at a time',
    risk: 'none',
    steps: [{ do: 'aws', call: 'eks:UpdateNodegroupConfig', input: { clusterName, nodegroupName, updateConfig: { maxUnavailablePercentage: 33 } } }],
  }),
})
