/** What goes over HTTP, without doing it: requests, answers, and calls that only ask. */

/** An HTTP request without its secrets. */
export interface HttpRequest {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An HTTP answer. Header names are lower case. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpReply {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What an answer says of the credentials; `unknown`: nothing. */
export type ProbeVerdict = 'accepted' | 'refused' | 'unknown';

/** A call that changes nothing, whatever the answer, and whose answer tells whether credentials are right. */
export interface Probe {
  /** Which credentials, by their field in the secret. */
  readonly credential: string;
  /** Without its secrets: `authorize` adds them. */
  readonly request: HttpRequest;
  read(answer: HttpAnswer): ProbeVerdict;
}
