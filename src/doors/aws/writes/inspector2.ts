/** What the program writes by Amazon Inspector's SDK. */
export {
  DisableCommand as Disable,
  EnableCommand as Enable,
} from '@aws-sdk/client-inspector2'
