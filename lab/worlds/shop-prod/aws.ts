/** The account behind `examples/shop-prod`: the answers of the dump, and what nobody asked when it was taken. */
import { join } from 'node:path'
import { readAnswers, type World } from '../../aws/world.ts'

const root = process.env['EKSHIELD_ROOT'] ?? process.cwd()

const detector = 'f2b3cbe41413047352141e5b863d87e6'

/** Runtime monitoring is off in GuardDuty, and instances in Inspector, so they cover nothing; of the others there is none in the account. */
const notAsked = {
  [`guardduty:ListCoverage.${detector}`]: { Resources: [] },
  'inspector2:ListFindings': { findings: [] },
  'inspector2:ListCoverage': { coveredResources: [] },
  'efs:DescribeFileSystems': { FileSystems: [] },
  'cloudwatch:DescribeAlarms': { MetricAlarms: [], CompositeAlarms: [] },
  'events:ListRules': { Rules: [] },
}

export async function shopProd(): Promise<World> {
  return { account: '111122223333', region: 'us-west-2', answers: { ...notAsked, ...(await readAnswers(join(root, 'examples/shop-prod/aws'))) } }
}
