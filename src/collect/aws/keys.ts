/** KMS keys that the cluster and its account use, wherever an answer names one. */
import type { Answers, Body } from './answers.ts'

/** ARNs, each once. */
export function keyArns(answers: Answers): readonly string[] {
  const arns: unknown[] = [
    ...answers.told('eks:DescribeCluster').flatMap(({ cluster }) => (cluster?.encryptionConfig ?? []).map((config: Body) => config.provider?.keyArn)),
    ...answers.told('logs:DescribeLogGroups').flatMap(({ logGroups = [] }) => logGroups.map((group: Body) => group.kmsKeyId)),
    ...answers.told('ecr:DescribeRepositories').flatMap(({ repositories = [] }) => repositories.map((one: Body) => one.encryptionConfiguration?.kmsKey)),
    ...answers.told('cloudtrail:DescribeTrails').flatMap(({ trailList = [] }) => trailList.map((trail: Body) => trail.KmsKeyId)),
    ...answers.told('ec2:DescribeVolumes').flatMap(({ Volumes = [] }) => Volumes.map((volume: Body) => volume.KmsKeyId)),
  ]
  return [...new Set(arns.filter((arn): arn is string => typeof arn === 'string' && arn.startsWith('arn:')))]
}
