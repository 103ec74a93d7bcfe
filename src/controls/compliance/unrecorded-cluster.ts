/** AWS Config records, but not what becomes of the cluster. */
import type { ConfigRecording } from '../../model/aws.ts'
import { control } from '../../model/control.ts'

const type = 'AWS::EKS::Cluster'

export default control({
  title: 'AWS Config records EKS clusters',
  severity: 'medium',
  about: 'clusters',
  needs: ['configRecordings'],
  why: `
    A recorder can be told to record some types of resource alone. Where EKS clusters are not among them, rules on EKS and the
    EKS controls of Security Hub find nothing to judge, and look clean.`,
  fix: 'Record all resource types, or add AWS::EKS::Cluster to the recording group: aws configservice put-configuration-recorder --configuration-recorder name=default,roleARN=ROLE --recording-group allSupported=true',
  refs: [
    'https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/controls-config-resources.html',
  ],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop}}
config:DescribeConfigurationRecorders: {ConfigurationRecorders: [{name: default, recordingGroup: {allSupported: true}}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
config:DescribeConfigurationRecorders: {ConfigurationRecorders: [{name: default, recordingGroup: {allSupported: false, exclusionByResourceTypes: {resourceTypes: [AWS::EC2::NetworkInterface]}, recordingStrategy: {useOnly: EXCLUSION_BY_RESOURCE_TYPES}}}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}
config:DescribeConfigurationRecorders: {ConfigurationRecorders: [{name: default, recordingGroup: {allSupported: false, resourceTypes: [AWS::EC2::Instance], recordingStrategy: {useOnly: INCLUSION_BY_RESOURCE_TYPES}}}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
config:DescribeConfigurationRecorders: {ConfigurationRecorders: [{name: default, recordingGroup: {allSupported: false, exclusionByResourceTypes: {resourceTypes: [AWS::EKS::Cluster]}, recordingStrategy: {useOnly: EXCLUSION_BY_RESOURCE_TYPES}}}]}`,
    ],
  },
  // Where there is no recorder, compliance/config-recorder-off says so.
  applies: (_, world) => world.some('configRecordings', () => true) !== undefined,
  judge(_, world) {
    if (world.some('configRecordings', records)) return undefined
    const recorders = world.all('configRecordings')
    return {
      says: `recorder ${recorders.map(({ name }) => name).join(', ')} does not record ${type}`,
      actual: recorders.flatMap(({ recordingGroup }) => recordingGroup?.resourceTypes ?? []),
      wanted: type,
    }
  },
})

function records({ recordingGroup: group }: ConfigRecording): boolean {
  if (group?.allSupported === true) return true
  if (group?.recordingStrategy?.useOnly === 'EXCLUSION_BY_RESOURCE_TYPES') return !group.exclusionByResourceTypes?.resourceTypes?.includes(type)
  return group?.resourceTypes?.includes(type) === true
}
