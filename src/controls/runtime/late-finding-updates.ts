/** GuardDuty tells of repeated findings hours late. */
import { is, object } from '../../demand/words.ts'
import { control } from '../../model/control.ts'

export default control({
  title: 'GuardDuty publishes updates of findings every fifteen minutes',
  // New findings leave within minutes anyway; only news of known ones waits.
  severity: 'low',
  about: 'detectors',
  applies: ({ Status }) => Status === 'ENABLED',
  must: object('FindingPublishingFrequency', is('FIFTEEN_MINUTES')),
  why: `
    A new finding leaves GuardDuty within minutes, but word that it goes on happening waits for the next publication. After six
    hours, the default, an attacker has moved twice and the responder still reads the first event.`,
  fix: 'aws guardduty update-detector --detector-id ID --finding-publishing-frequency FIFTEEN_MINUTES (a member account must ask its GuardDuty administrator)',
  refs: ['https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html'],
  examples: {
    good: [`{"guardduty:ListDetectors": {DetectorIds: [d1]}, "guardduty:GetDetector.d1": {Status: ENABLED, FindingPublishingFrequency: FIFTEEN_MINUTES}}`],
    bad: [
      `{"guardduty:ListDetectors": {DetectorIds: [d1]}, "guardduty:GetDetector.d1": {Status: ENABLED, FindingPublishingFrequency: SIX_HOURS}}`,
      `{"guardduty:ListDetectors": {DetectorIds: [d1]}, "guardduty:GetDetector.d1": {Status: ENABLED, FindingPublishingFrequency: ONE_HOUR}}`,
    ],
  },
  remedy: ({ DetectorId }) => ({
    says: 'Publish every fifteen minutes',
    risk: 'none',
    steps: [{ do: 'aws', call: 'guardduty:UpdateDetector', input: { DetectorId, FindingPublishingFrequency: 'FIFTEEN_MINUTES' } }],
  }),
})
