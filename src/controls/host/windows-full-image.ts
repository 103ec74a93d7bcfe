/** A Windows node group runs the full server where the core would do. */
import { matches, object } from '../../demand/words.ts'
import { control } from '../../model/control.ts'

export default control({
  title: 'Windows nodes run Server Core',
  severity: 'low',
  about: 'nodegroups',
  applies: ({ amiType }) => amiType?.startsWith('WINDOWS') === true,
  must: object('amiType', matches(/^WINDOWS_CORE_/, 'a core image (WINDOWS_CORE_2022_x86_64)')),
  why: `
    The full server brings a desktop, a browser and their services, none of which a container needs. Server Core has fewer
    parts to patch and fewer to attack.`,
  fix: 'Make a node group with a core AMI type (aws eks create-nodegroup --ami-type WINDOWS_CORE_2022_x86_64 ...), then drain and delete this one.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/eks-optimized-windows-ami.html'],
  examples: {
    good: [
      `eks:DescribeNodegroup.win: {nodegroup: {nodegroupName: win, amiType: WINDOWS_CORE_2022_x86_64}}
eks:ListNodegroups: {nodegroups: [win]}`,
    ],
    bad: [
      `eks:DescribeNodegroup.win: {nodegroup: {nodegroupName: win, amiType: WINDOWS_FULL_2022_x86_64}}
eks:ListNodegroups: {nodegroups: [win]}`,
      `eks:DescribeNodegroup.win: {nodegroup: {nodegroupName: win, amiType: WINDOWS_FULL_2019_x86_64}}
eks:DescribeNodegroup.lin: {nodegroup: {nodegroupName: lin, amiType: AL2023_x86_64_STANDARD}}
eks:ListNodegroups: {nodegroups: [win, lin]}`,
    ],
  },
})
