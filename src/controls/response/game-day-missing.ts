/** Nobody has practised an incident. */
import { control } from '../../model/control.ts'

export default control({
  title: 'The team practises incidents with game days',
  severity: 'low',
  about: 'clusters',
  ask: 'Was there a game day for this cluster within a year, with a report of the times to detect, isolate and collect, and are its action items closed or tracked?',
  why: `
    A plan that was never played holds names of people who left and commands that no longer work. A game day finds that out
    on a quiet afternoon, and shows which detection never fired.`,
  fix: 'Play a scenario (Stratus Red Team, Peirates, a stolen token), write down the times and the gaps, track them, and attest the report in ekshield.yaml with an end date.',
  refs: ['https://docs.aws.amazon.com/eks/latest/best-practices/incident-response-and-forensics.html'],
  examples: {
    good: [`attest: {response/game-day-missing: {by: security@example.com, until: 2030-01-01, answer: true, evidence: wiki/game-day-missing}}`],
    bad: [`attest: {response/game-day-missing: {by: security@example.com, until: 2030-01-01, answer: false, evidence: none}}`, `attest: {}`],
  },
})
