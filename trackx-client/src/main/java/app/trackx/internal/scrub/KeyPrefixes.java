package app.trackx.internal.scrub;

import java.util.Arrays;

/**
 * The table of prefixes by which the keys of services are recognized. A row has the prefix, the
 * alphabet of what follows, its least length ({@code =} for the exact one), and the service.
 *
 * <p>Alphabets: {@code h} hexadecimal, {@code U} capitals and digits, {@code a} letters and digits,
 * {@code u} those with {@code _} and {@code -}, {@code j} those with dots, {@code b} base 64,
 * {@code l} small letters and digits.
 *
 * <p>Sources: the public rules of gitleaks (8.24, MIT licence) unless the row ends in a mark: *
 * GitHub's published list of secret scanning patterns, ° the service's own documentation. The least
 * length is at most the documented one, since keys get longer over the years.
 */
final class KeyPrefixes {
  /** Sorted by their first character; a longer prefix before its own start. */
  private static final String[] ROWS = {
    "1//0 u40 Google refresh token *",
    "A3-U U30 1Password secret key",
    "A3T U17 AWS",
    "AAAAB3NzaC1 b40 SSH key °",
    "AAAAC3NzaC1 b40 SSH key °",
    "AAAAE2VjZHNh b40 SSH key °",
    "ABIA U16 AWS",
    "ABSK b60 AWS Bedrock",
    "ACCA U16 AWS",
    "AC h=32 Twilio account °",
    "AGE-SECRET-KEY-1 U58 age",
    "AIDA U16 AWS *",
    "AIza u30 Google Cloud",
    "AKCp a60 Artifactory",
    "AKIA U16 AWS",
    "API- U=26 Octopus Deploy",
    "API- U=32 Octopus Deploy",
    "AQE b60 Adyen °",
    "AQVN u35 Yandex",
    "AROA U16 AWS *",
    "ASIA U16 AWS",
    "ATATT3 b40 Atlassian",
    "ATBB a28 Bitbucket *",
    "ATCTT3 b40 Atlassian *",
    "CCIPAT_ u40 CircleCI *",
    "CFPAT- u40 Contentful *",
    "CLOJARS_ a60 Clojars",
    "EAAA u56 Square",
    "EAA a80 Facebook",
    "EZAK a54 EasyPost",
    "EZTK a54 EasyPost",
    "FLWPUBK u30 Flutterwave",
    "FLWSECK u30 Flutterwave",
    "FQoGZXIvYXdz b60 AWS session *",
    "FwoGZXIvYXdz b60 AWS session *",
    "GOCSPX- u20 Google OAuth *",
    "GR1348941 u20 GitLab runner",
    "HRKU- u32 Heroku",
    "IQoJb3JpZ2lu b60 AWS session *",
    "LTAI a16 Alibaba Cloud",
    "NRAK- a20 New Relic",
    "NRII- u30 New Relic",
    "NRIQ- u30 New Relic *",
    "NRJS- a19 New Relic",
    "NRRA- a40 New Relic *",
    "PMAK- u40 Postman",
    "SG. j40 SendGrid",
    "SK h=32 Twilio",
    "TRK b60 Mercado Pago °",
    "access-development- u36 Plaid",
    "access-production- u36 Plaid",
    "access-sandbox- u36 Plaid",
    "access_token$ $30 Braintree *",
    "age1 l58 age recipient °",
    "api_org_ a34 Hugging Face",
    "bkua_ h40 Buildkite *",
    "ckey_ u26 Cockroach Labs *",
    "cmVmdGtu a56 Artifactory",
    "dapi h32 Databricks",
    "dckr_oat_ u27 Docker *",
    "dckr_pat_ u20 Docker *",
    "ddp_ a36 Deno °",
    "dnkey- u60 Defined Networking",
    "doo_v1_ h60 DigitalOcean",
    "dop_v1_ h60 DigitalOcean",
    "dor_v1_ h60 DigitalOcean",
    "dp. j40 Doppler",
    "dt0c01. j80 Dynatrace",
    "duffel_ u40 Duffel",
    "eyJrIjoi b40 Grafana",
    "figd_ u40 Figma *",
    "fio-u- u60 Frame.io",
    "fm1a_ b100 Fly.io",
    "fm1r_ b100 Fly.io",
    "fm2_ b100 Fly.io",
    "fo1_ u43 Fly.io",
    "ghcr_ a36 GitHub *",
    "gho_ a30 GitHub",
    "ghp_ a30 GitHub",
    "ghr_ a30 GitHub",
    "ghs_ a30 GitHub",
    "ghu_ a30 GitHub",
    "github_pat_ u50 GitHub",
    "glagent- u40 GitLab",
    "glc_ b32 Grafana",
    "glcbt- u20 GitLab",
    "gldt- u20 GitLab",
    "glffct- u20 GitLab",
    "glft- u20 GitLab",
    "glimt- u25 GitLab",
    "gloas- u60 GitLab",
    "glpat- u16 GitLab",
    "glptt- h40 GitLab",
    "glrt- u20 GitLab",
    "glrtr- u20 GitLab",
    "glsa_ u40 Grafana",
    "glsoat- u20 GitLab",
    "gsk_ a48 Groq *",
    "hf_ a30 Hugging Face",
    "hvb. u100 Vault",
    "hvs. u20 Vault",
    "ico- a32 Infracost",
    "key- h32 Mailgun",
    "lin_api_ a38 Linear",
    "lin_oauth_ a40 Linear *",
    "lsv2_ u40 LangSmith *",
    "mlsn. h60 MailerSend *",
    "napi_ l60 Neon *",
    "nfp_ a36 Netlify *",
    "npm_ a36 npm",
    "ntn_ a40 Notion",
    "ops_eyJ b200 1Password",
    "pat-eu1- u36 HubSpot °",
    "pat-na1- u36 HubSpot °",
    "pat. j60 Harness",
    "pat @78 Airtable",
    "pcsk_ u60 Pinecone *",
    "phc_ a40 PostHog *",
    "phx_ a40 PostHog *",
    "pk.eyJ j60 Mapbox",
    "pk_live_ a20 Stripe *",
    "pk_test_ a20 Stripe *",
    "pnu_ a36 Prefect",
    "pplx- a48 Perplexity",
    "pscale_ j40 PlanetScale",
    "pubkey- h32 Mailgun",
    "pul- h40 Pulumi",
    "pypi-AgEI u60 PyPI",
    "r8_ a37 Replicate *",
    "rdme_ l70 ReadMe",
    "re_ u30 Resend *",
    "rk_live_ a10 Stripe",
    "rk_prod_ a10 Stripe",
    "rk_test_ a10 Stripe",
    "rubygems_ h40 RubyGems",
    "rzp_live_ a14 Razorpay *",
    "rzp_test_ a14 Razorpay *",
    "s-s4t2af- h64 Intra42",
    "s-s4t2ud- h64 Intra42",
    "s. a=24 Vault",
    "sat. j60 Harness",
    "sbp_ h40 Supabase *",
    "scauth_ j60 Authress",
    "secret_ a=43 Notion *",
    "sgp_ u40 Sourcegraph",
    "sha256~ u43 OpenShift",
    "shippo_ u45 Shippo",
    "shpat_ h32 Shopify",
    "shpca_ h32 Shopify",
    "shppa_ h32 Shopify",
    "shpss_ h32 Shopify",
    "sk-ant- u40 Anthropic",
    "sk-or- u60 OpenRouter *",
    "sk- u20 OpenAI",
    "sk.eyJ j60 Mapbox",
    "sk_ h=48 ElevenLabs °",
    "sk_live_ a10 Stripe",
    "sk_prod_ a10 Stripe",
    "sk_test_ a10 Stripe",
    "sl. j60 Dropbox",
    "sm_aat_ a16 Settlemint",
    "sm_pat_ a16 Settlemint",
    "sm_sat_ a16 Settlemint",
    "sntrys_ b40 Sentry",
    "sntryu_ h60 Sentry",
    "sq0atp- u20 Square",
    "sq0csp- u20 Square",
    "sqa_ a40 SonarQube",
    "sqp_ a40 SonarQube",
    "squ_ a40 SonarQube",
    "t1. j60 Yandex",
    "tfp_ u50 Typeform",
    "tk-us- u40 Scalingo",
    "tskey- u20 Tailscale *",
    "v1.0- u100 Cloudflare",
    "v1.local. u60 PASETO °",
    "v1.public. u60 PASETO °",
    "v2.local. u60 PASETO °",
    "v2.public. u60 PASETO °",
    "v3.local. u60 PASETO °",
    "v3.public. u60 PASETO °",
    "v4.local. u60 PASETO °",
    "v4.public. u60 PASETO °",
    "vercel_blob_ u30 Vercel *",
    "whsec_ b20 Stripe, Svix *",
    "xai- a60 xAI *",
    "xapp- u20 Slack",
    "xau_ a38 Xata *",
    "xkeysib- u70 Brevo",
    "xoxa- u10 Slack",
    "xoxb- u10 Slack",
    "xoxe- u40 Slack",
    "xoxe. j40 Slack",
    "xoxo- u10 Slack",
    "xoxp- u10 Slack",
    "xoxr- u10 Slack",
    "xoxs- u10 Slack",
    "xwfp- u20 Slack *",
    "y0_ u40 Yandex *",
    "ya29. j20 Google OAuth *",
  };

  /** Hosts and paths after which the rest of a URL is the secret. */
  private static final String[] HOOKS = {
    "chat.googleapis.com/v1/spaces/",
    "discord.com/api/webhooks/",
    "discordapp.com/api/webhooks/",
    "hooks.slack.com/services/",
    "hooks.slack.com/triggers/",
    "hooks.slack.com/workflows/",
    "hooks.zapier.com/hooks/catch/",
    "outlook.office.com/webhook/",
    "webhook.office.com/webhookb2/",
  };

  /** The number of characters by which a key is told from other text. */
  private static final int MOST_INSPECTED = 256;

  private KeyPrefixes() {}

  /** Returns for each ASCII character the index of the first row that starts with it, or -1. */
  static int[] firstRows() {
    int[] rows = new int[128];
    Arrays.fill(rows, -1);
    for (int i = ROWS.length - 1; i >= 0; i--) {
      rows[ROWS[i].charAt(0)] = i;
    }
    return rows;
  }

  /** Marks the characters with which a key or a hook may start. */
  static void mark(boolean[] firsts) {
    for (String row : ROWS) {
      firsts[row.charAt(0)] = true;
    }
    for (String hook : HOOKS) {
      firsts[hook.charAt(0)] = true;
    }
  }

  /** Returns the end of the key that starts there; -1 if there is none. */
  static int end(String text, int from, int firstRow) {
    char first = text.charAt(from);
    for (int i = firstRow; i >= 0 && i < ROWS.length && ROWS[i].charAt(0) == first; i++) {
      String row = ROWS[i];
      if (row.charAt(1) == Chars.at(text, from + 1)) {
        int space = row.indexOf(' ');
        int end = text.regionMatches(from, row, 0, space)
            ? endOfBody(text, from + space, row, space + 1)
            : -1;
        if (end > 0) {
          return end;
        }
      }
    }
    return -1;
  }

  private static int endOfBody(String text, int from, String row, int alphabet) {
    char letters = row.charAt(alphabet);
    boolean exact = row.charAt(alphabet + 1) == '=';
    int least = 0;
    for (int i = exact ? alphabet + 2 : alphabet + 1; Chars.isDigit(row.charAt(i)); i++) {
      least = 10 * least + row.charAt(i) - '0';
    }
    int to = endOf(text, from, Math.min(text.length(), from + MOST_INSPECTED), letters);
    boolean value =
        (exact ? to - from == least : to - from >= least) && Chars.looksRandom(text, from, to);
    if (!value) {
      return -1;
    }
    to = endOf(text, to, text.length(), letters);
    while (".-".indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    char after = Chars.at(text, to); // a letter of another script ends a key, however long it is
    return to - from >= least && !(Chars.isAscii(after) && Chars.isAlnum(after)) ? to : -1;
  }

  private static int endOf(String text, int from, int most, char letters) {
    int to = from;
    while (to < most && isOf(text.charAt(to), letters)) {
      to++;
    }
    return to;
  }

  private static boolean isOf(char c, char alphabet) {
    if (!Chars.isAscii(c)) {
      return false;
    }
    switch (alphabet) {
      case 'h':
        return Chars.isHex(c);
      case 'U':
        return Chars.isDigit(c) || (c >= 'A' && c <= 'Z');
      case 'l':
        return Chars.isDigit(c) || (c >= 'a' && c <= 'z');
      case 'a':
        return Chars.isAlnum(c);
      case '$':
        return Chars.isAlnum(c) || c == '$';
      case '@':
        return Chars.isAlnum(c) || c == '.';
      case 'j':
        return Chars.isAlnum(c) || c == '_' || c == '-' || c == '.';
      case 'b':
        return Chars.isAlnum(c) || "+/=_-".indexOf(c) >= 0;
      default:
        return Chars.isAlnum(c) || c == '_' || c == '-';
    }
  }

  /** Returns the index after the address of a web hook that starts there; -1 if there is none. */
  static int afterHook(String text, int from) {
    for (String hook : HOOKS) {
      if (text.startsWith(hook, from)) {
        return from + hook.length();
      }
    }
    return -1;
  }
}
