/** AWS Config records nothing in the cluster's account and Region. */
import { control } from '../../model/control.ts'

export default control({
  title: 'AWS Config is recording',
  severity: 'medium',
  about: 'clusters',
  needs: ['configRecorders'],
  why: `
    AWS Config keeps what every resource looked like and when it changed. Its rules, and most controls of Security Hub, judge
    nothing where it does not record.`,
  fix: 'aws configservice start-configuration-recorder --configuration-recorder-name default; where there is no recorder, create one with a delivery channel first.',
  refs: ['https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop}}
config:DescribeConfigurationRecorderStatus: {ConfigurationRecordersStatus: [{name: default, recording: true, lastStatus: SUCCESS}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}
config:DescribeConfigurationRecorderStatus: {ConfigurationRecordersStatus: []}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
config:DescribeConfigurationRecorderStatus: {ConfigurationRecordersStatus: [{name: default, recording: false, lastStatus: SUCCESS}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
config:DescribeConfigurationRecorderStatus: {ConfigurationRecordersStatus: [{name: default, recording: true, lastStatus: FAILURE}]}`,
    ],
  },
  judge(_, world) {
    if (world.some('configRecorders', ({ recording, lastStatus }) => recording === true && lastStatus?.toUpperCase() !== 'FAILURE')) return undefined
    const recorder = world.all('configRecorders')[0]
    if (!recorder) return { says: 'the account has no configuration recorder in this Region', wanted: 'a recorder that records' }
    return {
      says: recorder.recording ? `recorder ${recorder.name} fails to record (${recorder.lastStatus})` : `recorder ${recorder.name} is stopped`,
      wanted: 'a recorder that records',
    }
  },
  remedy(_, world) {
    const stopped = world.all('configRecorders').find(({ recording }) => recording !== true)
    return {
      says: 'Start the recorder',
      risk: 'none',
      steps: [
        stopped
          ? { do: 'aws', call: 'config:StartConfigurationRecorder', input: { ConfigurationRecorderName: stopped.name } }
          : { do: 'tell', text: 'Create a recorder with a role, and a delivery channel with a bucket that it may write to' },
      ],
    }
  },
})
