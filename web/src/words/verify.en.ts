import type { verifyZh } from "./verify.zh.ts";
import type { Same } from "./same.ts";

export const verifyEn: Same<typeof verifyZh> = {
  "verify.title": "Verify an opinion",
  "verify.code": "Verification code",
  "verify.notFound":
    "There is no such opinion. Compare the code letter by letter; the paper may be forged.",
  "verify.valid": "The signature is valid; the record is as it was signed.",
  "verify.invalid": "The signature is not valid. Ask the institution that issued it.",
  "verify.superseded":
    "This version was amended; ask the requesting institution for the newer one.",
  "verify.number": "Case number",
  "verify.signer": "Signed by",
  "verify.signedAt": "Signed at",
  "verify.more": "The content is not shown here. Compare number, doctor and time with the paper.",
};
