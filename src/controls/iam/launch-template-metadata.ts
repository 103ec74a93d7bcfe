/** The launch template of nodes makes machines whose metadata is open to pods. */
import { control } from '../../model/control.ts'
import { templateUses } from '../../reach/launch-templates.ts'

export default control({
  title: 'Launch templates in use ask for tokens and set hop limit 1',
  severity: 'high',
  about: 'launchTemplates',
  needs: ['nodegroups', 'autoScalingGroups', 'launchTemplates'],
  why: `
    What is mended on running nodes is lost when they are replaced. A template that leaves the metadata options out gets
    those of the machine image, and the images for EKS allow two hops.`,
  fix: 'Set MetadataOptions HttpTokens=required and HttpPutResponseHopLimit=1 in a new version of the template, point the node group at it, and replace the nodes.',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html',
  ],
  examples: {
    good: [
      // Version 3 is the default, but the node group uses version 4.
      `eks:DescribeNodegroup.general: {nodegroup: {nodegroupName: general, launchTemplate: {id: lt-1, version: '4'}}}
ec2:DescribeLaunchTemplateVersions.lt-1: {LaunchTemplateVersions: [{LaunchTemplateId: lt-1, VersionNumber: 4, DefaultVersion: false, LaunchTemplateData: {MetadataOptions: {HttpTokens: required, HttpPutResponseHopLimit: 1}}}, {LaunchTemplateId: lt-1, VersionNumber: 3, DefaultVersion: true, LaunchTemplateData: {MetadataOptions: {HttpTokens: optional}}}]}`,
    ],
    bad: [
      `eks:DescribeNodegroup.general: {nodegroup: {nodegroupName: general, launchTemplate: {id: lt-1, version: '1'}}}
ec2:DescribeLaunchTemplateVersions.lt-1: {LaunchTemplateVersions: [{LaunchTemplateId: lt-1, LaunchTemplateName: general, VersionNumber: 1, DefaultVersion: true, LaunchTemplateData: {ImageId: ami-1}}]}`,
      `autoscaling:DescribeAutoScalingGroups: {AutoScalingGroups: [{AutoScalingGroupName: own, LaunchTemplate: {LaunchTemplateId: lt-1, Version: $Latest}}]}
ec2:DescribeLaunchTemplateVersions.lt-1: {LaunchTemplateVersions: [{LaunchTemplateId: lt-1, VersionNumber: 2, LaunchTemplateData: {MetadataOptions: {HttpTokens: required, HttpPutResponseHopLimit: 2}}}, {LaunchTemplateId: lt-1, VersionNumber: 1, DefaultVersion: true, LaunchTemplateData: {MetadataOptions: {HttpTokens: required, HttpPutResponseHopLimit: 1}}}]}`,
    ],
  },
  applies: (template, world) => templateUses(template, world).length > 0,
  judge(template, world) {
    const options = template.LaunchTemplateData?.MetadataOptions
    if (options?.HttpEndpoint === 'disabled' || (options?.HttpTokens === 'required' && options.HttpPutResponseHopLimit === 1)) return undefined
    const field = options?.HttpTokens === 'required' ? 'HttpPutResponseHopLimit' : 'HttpTokens'
    const uses = templateUses(template, world).join(', ')
    return {
      says: `version ${template.VersionNumber ?? 'unknown'}, used by ${uses}, sets ${field} to ${options?.[field] ?? 'nothing'}`,
      at: `LaunchTemplateData.MetadataOptions.${field}`,
      ...(options?.[field] !== undefined && { actual: options[field] }),
      wanted: field === 'HttpTokens' ? 'required' : 1,
    }
  },
})
