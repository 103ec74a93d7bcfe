/** GuardDuty Runtime Monitoring is off, or nothing installs its agent in the cluster. */
import type { Detector } from '../../model/aws.ts'
import { control } from '../../model/control.ts'
import { enabledFeature, runtimeMonitoring, sayOff, workingDetector } from '../../reach/guardduty.ts'

const agent = 'aws-guardduty-agent'

export default control({
  title: 'GuardDuty Runtime Monitoring covers the cluster with an agent',
  severity: 'high',
  about: 'clusters',
  needs: ['detectors', 'addons'],
  why: `
    What a process does inside a container reaches no AWS log. The agent of GuardDuty sees it on every node, but only where
    it is installed: the feature alone, without its agent, watches nothing.`,
  fix: `aws guardduty update-detector --detector-id ID --features '[{"Name":"RUNTIME_MONITORING","Status":"ENABLED","AdditionalConfiguration":[{"Name":"EKS_ADDON_MANAGEMENT","Status":"ENABLED"}]}]', and remove the tag GuardDutyManaged=false from the cluster; or install the add-on: aws eks create-addon --cluster-name CLUSTER --addon-name aws-guardduty-agent`,
  refs: [
    'https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring.html',
    'https://docs.aws.amazon.com/guardduty/latest/ug/managing-gdu-agent-eks-automatically.html',
  ],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, tags: {}}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED, Features: [{Name: RUNTIME_MONITORING, Status: ENABLED, AdditionalConfiguration: [{Name: EKS_ADDON_MANAGEMENT, Status: ENABLED}]}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, tags: {GuardDutyManaged: "false"}}}
eks:ListAddons: {addons: [aws-guardduty-agent]}
eks:DescribeAddon.aws-guardduty-agent: {addon: {addonName: aws-guardduty-agent, status: ACTIVE}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED, Features: [{Name: EKS_RUNTIME_MONITORING, Status: ENABLED, AdditionalConfiguration: [{Name: EKS_ADDON_MANAGEMENT, Status: DISABLED}]}]}`,
      `eks:DescribeCluster: {cluster: {name: shop, tags: {GuardDutyManaged: "true"}}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED, Features: [{Name: RUNTIME_MONITORING, Status: ENABLED}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, tags: {GuardDutyManaged: "false"}}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED, Features: [{Name: RUNTIME_MONITORING, Status: ENABLED, AdditionalConfiguration: [{Name: EKS_ADDON_MANAGEMENT, Status: ENABLED}]}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1:
  Status: ENABLED
  Features:
    - {Name: EKS_RUNTIME_MONITORING, Status: DISABLED, AdditionalConfiguration: [{Name: EKS_ADDON_MANAGEMENT, Status: ENABLED}]}
    - {Name: RUNTIME_MONITORING, Status: ENABLED, AdditionalConfiguration: [{Name: EKS_ADDON_MANAGEMENT, Status: DISABLED}, {Name: EC2_AGENT_MANAGEMENT, Status: ENABLED}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
eks:ListAddons: {addons: [aws-guardduty-agent]}
eks:DescribeAddon.aws-guardduty-agent: {addon: {addonName: aws-guardduty-agent, status: CREATE_FAILED}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED, Features: [{Name: RUNTIME_MONITORING, Status: ENABLED}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
guardduty:ListDetectors: {DetectorIds: [d1]}
guardduty:GetDetector.d1: {Status: ENABLED, Features: [{Name: EKS_AUDIT_LOGS, Status: ENABLED}]}`,
    ],
  },
  judge({ tags }, world) {
    const detector = workingDetector(world)
    if (!detector) return { says: `nothing watches processes: ${sayOff(world)}`, wanted: 'RUNTIME_MONITORING enabled' }
    if (!Array.isArray(detector.Features)) return { because: 'untold', detail: `guardduty:GetDetector names no features of detector ${detector.DetectorId}` }
    const feature = enabledFeature(detector, ...runtimeMonitoring)
    if (!feature) return { says: `${runtimeMonitoring[0]} is off in GuardDuty detector ${detector.DetectorId}`, wanted: 'RUNTIME_MONITORING enabled' }
    const tag = tags?.['GuardDutyManaged']
    // The tag wins over the detector: "false" keeps a cluster out, "true" takes it in where management is off.
    if (tag === 'true' || (tag !== 'false' && isManaged(feature))) return undefined
    const addon = world.find('addons', agent)
    if (addon && !addon.status?.includes('FAILED')) return undefined
    const managed = tag === 'false' ? 'the tag GuardDutyManaged=false keeps GuardDuty from installing it' : 'EKS_ADDON_MANAGEMENT is off'
    const own = addon ? `the add-on is ${addon.status}` : `the add-on ${agent} is not installed`
    return {
      says: `runtime monitoring is on, but no agent comes to this cluster: ${managed}, and ${own}`,
      ...(tag === 'false' && { at: 'tags.GuardDutyManaged', actual: tag }),
      wanted: 'EKS_ADDON_MANAGEMENT enabled, or the add-on',
    }
  },
  remedy({ name, tags }, world) {
    const DetectorId = workingDetector(world)?.DetectorId
    const says = 'Let GuardDuty watch what runs, by an agent that it installs on every node'
    const tell = (text: string) => ({ says, risk: 'none' as const, steps: [{ do: 'tell' as const, text }] })
    if (DetectorId === undefined) return tell('Enable GuardDuty first: see runtime/guardduty-off')
    if (tags?.['GuardDutyManaged'] === 'false')
      return tell(`Somebody keeps ${name} out by the tag GuardDutyManaged=false: ask why, then aws eks untag-resource --tag-keys GuardDutyManaged`)
    const managed = { Name: 'EKS_ADDON_MANAGEMENT', Status: 'ENABLED' }
    const feature = { Name: 'RUNTIME_MONITORING', Status: 'ENABLED', AdditionalConfiguration: [managed] }
    return { says, risk: 'none', steps: [{ do: 'aws', call: 'guardduty:UpdateDetector', input: { DetectorId, Features: [feature] } }] }
  },
})

function isManaged({ AdditionalConfiguration }: NonNullable<Detector['Features']>[number]): boolean {
  return (AdditionalConfiguration ?? []).some(({ Name, Status }) => Name === 'EKS_ADDON_MANAGEMENT' && Status === 'ENABLED')
}
