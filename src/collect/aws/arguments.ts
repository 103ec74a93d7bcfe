/** What calls are asked about: roles, keys, trails, repositories, images, as other answers name them. */
import { type Answers, type Body, fileName, type NamedImage } from './answers.ts'
import { type Ask, ask, clusterOf, each, lastOfArn, texts, type Wanted } from './ask.ts'
import { keyArns } from './keys.ts'
import { namingCalls, roleNames } from './roles.ts'

/** Once for each role that is looked at. */
export const eachRole = (more: Partial<Ask> = {}): Ask =>
  ask({
    after: [...namingCalls, 'iam:ListRoles'],
    wanted: (answers) => roleNames(answers).map((name) => ({ name, inputs: [{ RoleName: name }] })),
    absent: /^NoSuchEntity/,
    gap: ({ named }) => named.rolesGap,
    ...more,
  })

export const eachRepository = (more: Partial<Ask> = {}): Ask =>
  each(
    'ecr:DescribeRepositories',
    (body) => body.repositories?.map((one: Body) => one.repositoryName),
    (repositoryName) => ({ repositoryName }),
    more,
  )

/** Trails by ARN: a name alone means nothing in another Region. */
export const eachTrail = (parameter: string): Ask =>
  ask({
    after: ['cloudtrail:DescribeTrails'],
    wanted: (answers) =>
      answers
        .told('cloudtrail:DescribeTrails')
        .flatMap((body) => body.trailList ?? [])
        .map((trail: Body) => ({ name: String(trail.Name), inputs: [{ [parameter]: trail.TrailARN ?? trail.Name }] })),
  })

/** Buckets that trails write to, and those that volumes mount. */
export const eachBucket = (absent: RegExp): Ask =>
  ask({
    after: ['cloudtrail:DescribeTrails'],
    absent,
    wanted: (answers) =>
      texts([
        ...answers.told('cloudtrail:DescribeTrails').flatMap(({ trailList }) => (trailList ?? []).map((trail: Body) => trail.S3BucketName)),
        ...(answers.named.buckets ?? []),
      ]).map((Bucket) => ({ name: Bucket, inputs: [{ Bucket }] })),
  })

export const eachKey = (input: (KeyId: string) => object = (KeyId) => ({ KeyId })): Ask =>
  ask({
    after: ['eks:DescribeCluster', 'logs:DescribeLogGroups', 'ecr:DescribeRepositories', 'cloudtrail:DescribeTrails', 'ec2:DescribeVolumes'],
    wanted: (answers) => keyArns(answers).map((arn) => ({ name: lastOfArn(arn), inputs: [input(arn)] })),
  })

const controlPlaneGroup = (answers: Answers): string | undefined => {
  const name = clusterOf(answers)
  return name === undefined ? undefined : `/aws/eks/${name}/cluster`
}

/** Of the log group that EKS fills. */
export const ofControlPlaneLogs = (input: object, more: Partial<Ask>): Ask =>
  ask({
    absent: /^ResourceNotFound/,
    wanted: (answers) => {
      const logGroupName = controlPlaneGroup(answers)
      return logGroupName === undefined ? undefined : [{ name: logGroupName, inputs: [{ logGroupName, ...input }] }]
    },
    ...more,
  })

/** Of the log group that EKS fills, and of those that trails of this Region fill. */
export const ofWatchedLogs = (): Ask =>
  ask({
    after: ['cloudtrail:DescribeTrails'],
    absent: /^ResourceNotFound/,
    wanted: (answers) => {
      const own = controlPlaneGroup(answers)
      if (own === undefined) return undefined
      const region = answers.named.region ?? String(answers.good('eks:DescribeCluster')?.cluster?.arn ?? '').split(':')[3]
      const trails = answers.told('cloudtrail:DescribeTrails').flatMap(({ trailList }) =>
        (trailList ?? []).map((trail: Body) => {
          const [, of, name] = /^arn:[^:]+:logs:([^:]+):\d+:log-group:([^:]+)/.exec(String(trail.CloudWatchLogsLogGroupArn)) ?? []
          return of === region ? name : undefined
        }),
      )
      return texts([own, ...trails]).map((logGroupName) => ({ name: logGroupName, inputs: [{ logGroupName }] }))
    },
  })

export const eachDetector = (input: object = {}, more: Partial<Ask> = {}): Ask =>
  each(
    'guardduty:ListDetectors',
    (body) => body.DetectorIds,
    (DetectorId) => ({ DetectorId, ...input }),
    more,
  )

export const instancesIn = (answers: Answers): Body[] =>
  answers.told('ec2:DescribeInstances').flatMap((body) => (body.Reservations ?? []).flatMap((reservation: Body) => reservation.Instances ?? []))

/** Policies that are attached to the roles, and their boundaries. */
export const policyArns = (answers: Answers): string[] =>
  texts([
    ...answers
      .told('iam:ListAttachedRolePolicies')
      .flatMap(({ AttachedPolicies }) => (AttachedPolicies ?? []).map((policy: Body) => policy.PolicyArn ?? policy.PolicyName)),
    ...answers.told('iam:GetRole').map(({ Role }) => Role?.PermissionsBoundary?.PermissionsBoundaryArn),
  ])

/** `payments/api@sha256:...` or `payments/api:3.14`. */
export const scanName = ({ repository, digest, tag }: NamedImage): string => `${repository}${digest === undefined ? `:${tag}` : `@${digest}`}`

/** Scans of what runs from the account's own registry in this Region. */
export const scansWanted = (answers: Answers): readonly Wanted[] | undefined => {
  const account = answers.good('sts:GetCallerIdentity')?.Account
  return answers.named.images
    ?.filter((image) => image.account === account && image.region === answers.named.region)
    .map((image) => ({
      name: scanName(image),
      inputs: [{ repositoryName: image.repository, imageId: image.digest === undefined ? { imageTag: image.tag } : { imageDigest: image.digest } }],
    }))
}

/** The image that the name of a scan's answer stands for. Names of files spell `/` otherwise; the list of repositories tells. */
export function imageOfScan(
  name: string,
  answers: Answers,
): { readonly repositoryName: string; readonly imageId?: { imageDigest?: string; imageTag?: string } } {
  const [, spelt = name, digest, tag] = /^(.+?)(?:@(.+)|:([^:@]+))?$/.exec(name) ?? []
  const repositories = answers.told('ecr:DescribeRepositories').flatMap((body) => texts((body.repositories ?? []).map((one: Body) => one.repositoryName)))
  const repositoryName = repositories.find((one) => fileName(one) === fileName(spelt)) ?? spelt
  return {
    repositoryName,
    ...(digest !== undefined && { imageId: { imageDigest: digest } }),
    ...(digest === undefined && tag !== undefined && { imageId: { imageTag: tag } }),
  }
}
