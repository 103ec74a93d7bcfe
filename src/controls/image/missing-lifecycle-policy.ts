/** A repository keeps every image for ever. */
import { control } from '../../model/control.ts'

const repository = `ecr:DescribeRepositories: {repositories: [{repositoryName: shop/web}]}
`
const policy = (...rules: string[]) =>
  `${repository}ecr:GetLifecyclePolicy.shop/web: {repositoryName: shop/web, lifecyclePolicyText: '{"rules": [${rules.join(', ')}]}'}`

export default control({
  title: 'Repositories expire images that nobody needs',
  severity: 'low',
  about: 'lifecyclePolicies',
  why: `
    Old images are never patched and never looked at, and any of them can be rolled out by mistake or on purpose. A policy
    that expires untagged images and bounds tagged ones keeps the shelf short.`,
  fix: 'aws ecr put-lifecycle-policy --repository-name REPOSITORY --lifecycle-policy-text file://policy.json, with a rule for untagged images (say 14 days) and one for tagged images (say the last 30).',
  refs: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html'],
  examples: {
    good: [
      policy('{"rulePriority": 1, "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 30}, "action": {"type": "expire"}}'),
      policy(
        '{"rulePriority": 1, "selection": {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14}, "action": {"type": "expire"}}',
        '{"rulePriority": 2, "selection": {"tagStatus": "tagged", "tagPatternList": ["*"], "countType": "imageCountMoreThan", "countNumber": 30}, "action": {"type": "expire"}}',
      ),
    ],
    bad: [
      `${repository}ecr:GetLifecyclePolicy.shop/web: {__error: {name: LifecyclePolicyNotFoundException, message: none}}`,
      policy(
        '{"rulePriority": 1, "selection": {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14}, "action": {"type": "expire"}}',
      ),
      policy(
        '{"rulePriority": 1, "selection": {"tagStatus": "tagged", "tagPrefixList": ["dev"], "countType": "imageCountMoreThan", "countNumber": 5}, "action": {"type": "expire"}}',
      ),
    ],
  },
  judge({ lifecyclePolicyText: text }) {
    if (!text) return { says: 'has no lifecycle policy', wanted: 'rules for untagged and for tagged images' }
    const bounded = boundedBy(text)
    if (!bounded) return { because: 'untold', detail: 'the lifecycle policy is no JSON' }
    const missing = (['untagged', 'tagged'] as const).filter((status) => !bounded.has('any') && !bounded.has(status))
    return missing.length === 0
      ? undefined
      : {
          says: `its lifecycle policy keeps ${missing.join(' and ')} images for ever`,
          at: 'lifecyclePolicyText',
          wanted: 'rules for untagged and for tagged images',
        }
  },
})

/** The tag statuses for which some rule takes images away; undefined where the text cannot be read. */
function boundedBy(text: string): ReadonlySet<unknown> | undefined {
  try {
    const { rules } = JSON.parse(text) as { rules?: readonly ({ selection?: { tagStatus?: unknown }; action?: { type?: unknown } } | null)[] }
    return new Set((Array.isArray(rules) ? rules : []).filter((rule) => rule?.action?.type !== undefined).map((rule) => rule?.selection?.tagStatus))
  } catch {
    return undefined
  }
}
