/** What the emulators and the functions on this machine agree on. None of it reaches AWS. */
export const REGION = 'eu-west-1';
export const ACCOUNT = '000000000000';
/** The emulators take any; the SDK wants some. */
export const AWS_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
