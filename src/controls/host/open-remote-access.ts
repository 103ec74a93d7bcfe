/** EKS opened SSH of a node group to the internet because nobody named a source. */
import { control } from '../../model/control.ts'

export default control({
  title: 'Remote access to node groups names its sources',
  severity: 'high',
  about: 'nodegroups',
  why: `
    A node group with a key pair but without source security groups makes EKS open port 22 (3389 on Windows) of its nodes to
    0.0.0.0/0. Only a route then stands between the key and the internet.`,
  fix: 'remoteAccess cannot be changed: make a node group without it and delete this one. Until then revoke the inbound rule of the security group that EKS made for it.',
  refs: ['https://docs.aws.amazon.com/eks/latest/APIReference/API_RemoteAccessConfig.html'],
  examples: {
    good: [
      `eks:DescribeNodegroup.a: {nodegroup: {nodegroupName: a}}
eks:DescribeNodegroup.b: {nodegroup: {nodegroupName: b, remoteAccess: {ec2SshKey: ops, sourceSecurityGroups: [sg-1]}}}
eks:ListNodegroups: {nodegroups: [a, b]}`,
    ],
    bad: [
      `eks:DescribeNodegroup.a: {nodegroup: {nodegroupName: a, remoteAccess: {ec2SshKey: ops}, resources: {remoteAccessSecurityGroup: sg-9}}}
eks:ListNodegroups: {nodegroups: [a]}`,
      `eks:DescribeNodegroup.a: {nodegroup: {nodegroupName: a, remoteAccess: {ec2SshKey: ops, sourceSecurityGroups: []}}}
eks:ListNodegroups: {nodegroups: [a]}`,
    ],
  },
  judge({ remoteAccess, resources, amiType }) {
    if (!remoteAccess || (remoteAccess.sourceSecurityGroups ?? []).length > 0) return undefined
    const group = resources?.remoteAccessSecurityGroup
    return {
      says: `remote access with key ${remoteAccess.ec2SshKey ?? '(unnamed)'} names no source: port ${amiType?.startsWith('WINDOWS') ? 3389 : 22} is open to 0.0.0.0/0${group === undefined ? '' : ` in ${group}`}`,
      at: 'remoteAccess.sourceSecurityGroups',
      actual: remoteAccess.sourceSecurityGroups,
      wanted: 'no remoteAccess, or security groups as sources',
      ...(group !== undefined && { via: [{ kind: 'AWS::EC2::SecurityGroup', name: group }] }),
    }
  },
})
