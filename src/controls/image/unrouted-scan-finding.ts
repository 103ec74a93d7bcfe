/** A new finding of an image scan reaches nobody. */
import { control } from '../../model/control.ts'
import { takesEvent } from '../../reach/event-patterns.ts'

const digest = 'sha256:353c20f74d9b6aee359f30e8e4f69c3d7eaea2f610681c4a95849a2fd7c497f9'
/** What the scanners send to EventBridge on a critical finding. */
const samples = {
  ENHANCED: {
    source: 'aws.inspector2',
    'detail-type': 'Inspector2 Finding',
    detail: {
      severity: 'CRITICAL',
      status: 'ACTIVE',
      type: 'PACKAGE_VULNERABILITY',
      fixAvailable: 'YES',
      exploitAvailable: 'YES',
      inspectorScore: 9.8,
      resources: [{ type: 'AWS_ECR_CONTAINER_IMAGE', id: `arn:aws:ecr:us-west-2:111122223333:repository/shop/web/${digest}` }],
    },
  },
  BASIC: {
    source: 'aws.ecr',
    'detail-type': 'ECR Image Scan',
    detail: {
      'scan-status': 'COMPLETE',
      'repository-name': 'shop/web',
      'image-digest': digest,
      'image-tags': ['1.4'],
      'finding-severity-counts': { CRITICAL: 1, HIGH: 2 },
    },
  },
}
const enhanced = `ecr:GetRegistryScanningConfiguration: {registryId: '111122223333', scanningConfiguration: {scanType: ENHANCED}}
`

export default control({
  title: 'New findings of image scans reach people',
  severity: 'medium',
  about: 'registryScanning',
  needs: ['eventRules', 'eventTargets'],
  why: `
    A finding that lies in a console is found when somebody looks. Scanners announce a critical one as an event; a rule that
    passes it on turns it into a ticket or a message the same minute.`,
  fix: 'aws events put-rule --name image-findings --event-pattern \'{"source":["aws.inspector2"],"detail-type":["Inspector2 Finding"],"detail":{"severity":["CRITICAL","HIGH"]}}\', then aws events put-targets with a topic or queue that people read.',
  refs: ['https://docs.aws.amazon.com/inspector/latest/user/findings-managing-automating-responses.html'],
  examples: {
    good: [
      `${enhanced}events:ListRules: {Rules: [{Name: findings, State: ENABLED, EventPattern: '{"source":["aws.inspector2"],"detail":{"severity":["CRITICAL","HIGH"]}}'}]}
events:ListTargetsByRule.findings: {Targets: [{Id: '1', Arn: 'arn:aws:sns:us-west-2:111122223333:security'}]}`,
    ],
    bad: [
      enhanced,
      // The rule waits for the scanner that is not in use.
      `${enhanced}events:ListRules: {Rules: [{Name: scans, State: ENABLED, EventPattern: '{"source":["aws.ecr"],"detail-type":["ECR Image Scan"]}'}]}
events:ListTargetsByRule.scans: {Targets: [{Id: '1', Arn: 'arn:aws:sns:us-west-2:111122223333:security'}]}`,
      `${enhanced}events:ListRules: {Rules: [{Name: findings, State: ENABLED, EventPattern: '{"source":["aws.inspector2"]}'}]}
events:ListTargetsByRule.findings: {Targets: []}`,
    ],
  },
  judge({ scanningConfiguration }, world) {
    const type = scanningConfiguration?.scanType === 'ENHANCED' ? 'ENHANCED' : 'BASIC'
    const taking = world.seen('eventRules').things.filter(({ State, EventPattern }) => State !== 'DISABLED' && takesEvent(EventPattern, samples[type]) === true)
    if (taking.some(({ Name }) => (world.seen('eventTargets').things.find(({ Rule }) => Rule === Name)?.Targets ?? []).length > 0)) return undefined
    const unread = world.all('eventRules').find(({ State, EventPattern }) => State !== 'DISABLED' && takesEvent(EventPattern, samples[type]) === undefined)
    if (unread) return { because: 'untold', detail: `the pattern of rule ${unread.Name} cannot be read` }
    for (const { Name } of taking) world.find('eventTargets', Name)
    const wanted = `an enabled rule for ${samples[type].source} with a target`
    if (taking.length > 0) return { says: `rule ${taking.map(({ Name }) => Name).join(', ')} takes critical findings and has no target`, wanted }
    return { says: `no enabled rule takes a critical finding of ${type === 'ENHANCED' ? 'Amazon Inspector' : 'basic scanning'}`, wanted }
  },
})
