/** Faults of the registry: what lies in it, who may read it, and what its scans found. */
import { account, arn, daysBefore } from '../../aws/make/names.ts'
import { type Image, registryHost, scanKey } from '../../aws/make/registry.ts'
import type { Body } from '../../aws/store.ts'
import { goodImages } from '../good/aws.ts'
import type { Answers, Fault } from './aws.ts'

const digest = (digit: string): string => `sha256:${digit.repeat(64)}`
/** Images that tenants of the bad cluster run, by what is wrong with them. */
export const vulnerable: Image = { repository: 'shop/web', digest: digest('a') }
export const unscanned: Image = { repository: 'shop/web', digest: digest('b') }
const named = (...repositories: string[]): Image[] => repositories.map((repository) => ({ repository, digest: digest('7') }))
export const badImages: readonly Image[] = [
  ...goodImages,
  ...named('ingress-nginx/controller', 'amazon/appmesh-controller', 'kube2iam', 'docker-dind', 'kubernetesui/dashboard', 'external-dns/external-dns'),
  { repository: 'shop/web', tag: '1.4.2' },
  { repository: 'shop/web', tag: 'latest' },
  vulnerable,
  unscanned,
]

/** `registry/repository@digest` */
export const pullName = ({ repository, digest }: Image): string => `${registryHost}/${repository}@${digest}`

/** A repository that nothing runs from, as the good ones are. */
function addRepository(answers: Answers, repositoryName: string, policy?: Body): void {
  const { repositories } = answers['ecr:DescribeRepositories']
  const [like] = repositories
  repositories.push({
    ...like,
    repositoryName,
    repositoryArn: arn('ecr', `repository/${repositoryName}`),
    repositoryUri: `${registryHost}/${repositoryName}`,
  })
  answers[`ecr:DescribeImages.${repositoryName}`] = { imageDetails: [] }
  answers[`ecr:GetLifecyclePolicy.${repositoryName}`] = { ...answers[`ecr:GetLifecyclePolicy.${like.repositoryName}`], repositoryName }
  answers[`ecr:GetRepositoryPolicy.${repositoryName}`] = policy
    ? { registryId: account, repositoryName, policyText: JSON.stringify({ Version: '2012-10-17', Statement: [policy] }) }
    : answers[`ecr:GetRepositoryPolicy.${like.repositoryName}`]
}
const pull = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']

export const imageFaults: readonly Fault[] = [
  {
    breaks: 'image/public-repository',
    plant: (answers) => addRepository(answers, 'public', { Effect: 'Allow', Principal: '*', Action: pull }),
  },
  {
    breaks: 'image/foreign-account-access',
    plant: (answers) => addRepository(answers, 'shared', { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::999988887777:root' }, Action: pull }),
  },
  {
    breaks: 'image/missing-lifecycle-policy',
    plant: (answers) => {
      addRepository(answers, 'hoard')
      answers['ecr:GetLifecyclePolicy.hoard'] = {
        __error: { name: 'LifecyclePolicyNotFoundException', message: "Lifecycle policy does not exist for the repository with name 'hoard'" },
      }
    },
  },
  {
    breaks: 'image/mutable-repository',
    plant: (answers) => {
      addRepository(answers, 'moving')
      answers['ecr:DescribeRepositories'].repositories.at(-1).imageTagMutability = 'MUTABLE'
    },
  },
]

/** What ECR says of the images of the tenants that run something wrong. */
export function spoilScans(answers: Answers, now: Date): void {
  answers[scanKey(vulnerable)].imageScanFindings = {
    imageScanCompletedAt: daysBefore(now, 1),
    vulnerabilitySourceUpdatedAt: daysBefore(now, 1),
    findingSeverityCounts: { CRITICAL: 1 },
    enhancedFindings: [
      {
        severity: 'CRITICAL',
        status: 'ACTIVE',
        fixAvailable: 'YES',
        exploitAvailable: 'NO',
        firstObservedAt: daysBefore(now, 60),
        packageVulnerabilityDetails: {
          source: 'NVD',
          vulnerabilityId: 'CVE-2026-10001',
          vulnerablePackages: [{ name: 'openssl', version: '3.0.1', fixedInVersion: '3.0.9' }],
        },
      },
    ],
  }
  answers[scanKey(unscanned)] = { __error: { name: 'ScanNotFoundException', message: 'Image scan does not exist for the image' } }
}
