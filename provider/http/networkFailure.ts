/** Why no answer came. */
export interface NetworkFailure {
  /** Whether the server may have seen the call, and so done what it asks for. */
  maybeSent: boolean;
  /** Whether another try can help. */
  transient: boolean;
  /** A refused connection: nothing listens there. */
  refused: boolean;
  /** What answered does not speak HTTP. */
  notHttp: boolean;
  /** What happened and what to do, in words; ends without a full stop. */
  words: string;
}

/** Code and syscall of an error, its cause, or the first of several (an address family each). */
function details(error: unknown): { name: string; code: string; syscall: string; message: string } {
  let code = "";
  let syscall = "";
  let message = "";
  for (let each: unknown = error, depth = 0; each instanceof Error && depth < 5; depth++) {
    if (code === "" && "code" in each && typeof each.code === "string") ({ code } = each);
    if (syscall === "" && "syscall" in each && typeof each.syscall === "string") ({ syscall } = each);
    if (message === "") ({ message } = each);
    each = each instanceof AggregateError && each.errors.length > 0 ? each.errors[0] : each.cause;
  }
  return { name: error instanceof Error ? error.name : "", code, syscall, message };
}

const caHelp = "if a proxy or a private authority signs it, name its certificate in NODE_EXTRA_CA_CERTS";

const tls: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "its TLS certificate has expired; check the clock of this machine, or tell the server's operator",
  CERT_NOT_YET_VALID: "its TLS certificate is not valid yet; check the clock of this machine",
  DEPTH_ZERO_SELF_SIGNED_CERT: `its TLS certificate is self-signed; ${caHelp}`,
  SELF_SIGNED_CERT_IN_CHAIN: `a certificate in its TLS chain is self-signed; ${caHelp}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `its TLS certificate cannot be verified; ${caHelp}`,
  UNABLE_TO_GET_ISSUER_CERT: `its TLS certificate has an unknown issuer; ${caHelp}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `its TLS certificate has an unknown issuer; ${caHelp}`,
  ERR_TLS_CERT_ALTNAME_INVALID: "its TLS certificate is for another name; check the spelling of the host",
  EPROTO: "it does not speak TLS there; check the port, or use http:// for a server on this machine",
};

/** Who turned the check off expects the call to go through. */
function ignored(): string {
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED !== "0") return "";
  return " (NODE_TLS_REJECT_UNAUTHORIZED=0 does not count here: a token goes only to a host that is proved)";
}

function unsent(words: string, transient: boolean, refused = false): NetworkFailure {
  return { maybeSent: false, transient, refused, notHttp: false, words };
}

/**
 * Puts an error of the transport into words. Texts of libraries are left out: they quote what they were given.
 *
 * @param error what the transport threw
 */
export function networkFailure(error: unknown): NetworkFailure {
  const { name, code, syscall, message } = details(error);
  const lost = (words: string): NetworkFailure => ({
    maybeSent: true,
    transient: true,
    refused: false,
    notHttp: false,
    words,
  });
  if (code === "ECONNREFUSED")
    return unsent("it refuses connections; check the address and port, and that it runs", true, true);
  if (code === "ENOTFOUND") return unsent("its name is not known to DNS; check the spelling of the host", false);
  if (code === "EAI_AGAIN") return unsent("DNS does not answer; check this machine's network", true);
  if (code === "EHOSTUNREACH" || code === "ENETUNREACH") {
    return unsent("there is no network route to it; check this machine's network, VPN or proxy (HTTPS_PROXY)", true);
  }
  if (
    code === "CONNECT_TIMEOUT" ||
    code === "UND_ERR_CONNECT_TIMEOUT" ||
    (code === "ETIMEDOUT" && syscall === "connect")
  ) {
    return unsent(
      "it does not accept a connection in time; check the address, VPN, firewall or proxy (HTTPS_PROXY)",
      true,
    );
  }
  const certificate = tls[code];
  if (certificate !== undefined) return unsent(`${certificate}${ignored()}`, false);
  if (code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_")) {
    return unsent("no TLS connection can be made; check that it speaks https on this port", false);
  }
  if (/proxy/i.test(message) && (code === "UND_ERR_ABORTED" || code === "UND_ERR_PRX_TLS")) {
    return unsent(
      "the proxy (HTTPS_PROXY) did not let the connection through; check its address and credentials",
      false,
    );
  }
  if (code.startsWith("HPE_") || name === "HTTPParserError") {
    return { ...lost("what answers there does not speak HTTP; check the port"), transient: false, notHttp: true };
  }
  if (code === "TOO_SLOW") return lost("bytes moved, and so slowly that the try was given up");
  if (["SILENCE", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT", "ETIMEDOUT"].includes(code)) {
    return lost("it did not answer in time");
  }
  return lost("the connection broke off before the answer was complete");
}
