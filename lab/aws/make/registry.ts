/** A private registry in which everything is scanned, immutable and tidied up, and the scans of what it holds. */
import type { Body } from '../store.ts'
import { keyArn } from './keys.ts'
import { account, arn, daysBefore, region } from './names.ts'

export interface Image {
  readonly repository: string
  readonly tag?: string
  /** `sha256:...`; without one the scan is asked for by tag. */
  readonly digest?: string
}

export const registryHost = `${account}.dkr.ecr.${region}.amazonaws.com`

const lifecycle = {
  rules: [{ rulePriority: 1, selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 30 }, action: { type: 'expire' } }],
}

/** As a world spells the scan of an image. */
export const scanKey = ({ repository, digest, tag }: Image): string =>
  `ecr:DescribeImageScanFindings.${repository}${digest === undefined ? `:${tag}` : `@${digest}`}`

/** A continuous scan that found nothing. */
const cleanScan = ({ repository, digest, tag }: Image, now: Date): Body => ({
  registryId: account,
  repositoryName: repository,
  imageId: { ...(digest !== undefined && { imageDigest: digest }), ...(tag !== undefined && { imageTag: tag }) },
  imageScanStatus: { status: 'ACTIVE', description: 'Continuous scan is selected for image.' },
  imageScanFindings: {
    imageScanCompletedAt: daysBefore(now, 1),
    vulnerabilitySourceUpdatedAt: daysBefore(now, 1),
    findingSeverityCounts: {},
    enhancedFindings: [],
  },
})

export function registry(images: readonly Image[], now: Date): Record<string, Body> {
  const names = [...new Set(images.map(({ repository }) => repository))]
  const answers: Record<string, Body> = {
    'ecr:DescribeRepositories': {
      repositories: names.map((repositoryName) => ({
        repositoryArn: arn('ecr', `repository/${repositoryName}`),
        registryId: account,
        repositoryName,
        repositoryUri: `${registryHost}/${repositoryName}`,
        createdAt: daysBefore(now, 90),
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfiguration: { encryptionType: 'KMS', kmsKey: keyArn('eks') },
      })),
    },
  }
  for (const repositoryName of names) {
    answers[`ecr:DescribeImages.${repositoryName}`] = {
      imageDetails: images
        .filter(({ repository, digest }) => repository === repositoryName && digest !== undefined)
        .map(({ digest, tag }) => ({
          registryId: account,
          repositoryName,
          imageDigest: digest,
          ...(tag !== undefined && { imageTags: [tag] }),
          imageSizeInBytes: 48_331_177,
          imagePushedAt: daysBefore(now, 30),
        })),
    }
    answers[`ecr:GetRepositoryPolicy.${repositoryName}`] = {
      __error: {
        name: 'RepositoryPolicyNotFoundException',
        message: `Repository policy does not exist for the repository with name '${repositoryName}' in the registry with id '${account}'`,
      },
    }
    answers[`ecr:GetLifecyclePolicy.${repositoryName}`] = { registryId: account, repositoryName, lifecyclePolicyText: JSON.stringify(lifecycle) }
  }
  for (const image of images) answers[scanKey(image)] = cleanScan(image, now)
  return answers
}
