/** Nodes run a machine image that a stranger published. */
import type { MachineImage } from '../../model/aws.ts'
import { control } from '../../model/control.ts'
import { ownAccount } from '../../reach/own-account.ts'
import { hostsOfImage, mayRunOnHosts, refOfHost, showHosts } from '../../reach/machines.ts'

/** Canonical and Fedora publish under their own accounts, without an alias. */
const publishers = new Set(['099720109477', '513442679011', '837727238323', '125523088429'])

export default control({
  title: 'Nodes run no public machine image of a stranger',
  severity: 'medium',
  about: 'machineImages',
  needs: ['hosts', 'instances', 'callerIdentities', 'clusters'],
  applies: ({ ImageId }, world) => mayRunOnHosts(ImageId, world),
  why: `
    Anyone can publish a machine image under any name. One that looks like an EKS image and is not owns every node that is
    started from it.`,
  fix: 'Replace the nodes with an image of Amazon or of your own accounts, then enforce it: aws ec2 enable-allowed-images-settings --allowed-images-settings-state enabled',
  refs: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-allowed-amis.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
{apiVersion: v1, kind: Node, metadata: {name: node-b}, spec: {providerID: aws:///us-west-2a/i-2}}
---
sts:GetCallerIdentity: {Account: '111122223333'}
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, ImageId: ami-1}, {InstanceId: i-2, ImageId: ami-2}]}]}
ec2:DescribeImages: {Images: [{ImageId: ami-1, ImageOwnerAlias: amazon, OwnerId: '602401143452', Public: true}, {ImageId: ami-2, OwnerId: '111122223333', Public: false}]}`,
    ],
    bad: [
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
sts:GetCallerIdentity: {Account: '111122223333'}
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, ImageId: ami-1}]}]}
ec2:DescribeImages: {Images: [{ImageId: ami-1, Name: amazon-eks-node-al2023-x86_64-standard-1.36-v20261102, OwnerId: '444455556666', Public: true}]}`,
      `{apiVersion: v1, kind: Node, metadata: {name: node-a}, spec: {providerID: aws:///us-west-2a/i-1}}
---
eks:DescribeCluster: {cluster: {name: shop, arn: 'arn:aws:eks:us-west-2:111122223333:cluster/shop'}}
ec2:DescribeInstances: {Reservations: [{Instances: [{InstanceId: i-1, ImageId: ami-1}]}]}
ec2:DescribeImages: {Images: [{ImageId: ami-1, OwnerId: '444455556666', Public: true}]}`,
    ],
  },
  judge(image, world) {
    if (!isStrange(image) || image.OwnerId === ownAccount(world)) return undefined
    const hosts = hostsOfImage(image.ImageId, world)
    if (hosts.length === 0) return undefined
    return {
      says: `${image.Name ?? image.ImageId} is a public image of account ${image.OwnerId ?? 'unknown'}; ${showHosts(hosts)} run it`,
      at: 'OwnerId',
      actual: image.OwnerId,
      wanted: 'amazon, or an account of your own',
      via: hosts.map(refOfHost),
    }
  },
})

/** An image that was shared with this account in particular is the account's own choice. */
function isStrange({ Public, ImageOwnerAlias, OwnerId }: MachineImage): boolean {
  return Public === true && ImageOwnerAlias === undefined && !publishers.has(OwnerId ?? '')
}
