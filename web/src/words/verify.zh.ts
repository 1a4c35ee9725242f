/** The words of the public page behind the QR code. */
export const verifyZh = {
  "verify.title": "意见报告验真",
  "verify.code": "验证码",
  "verify.notFound": "没有这份报告。请逐位核对验证码；纸质报告可能是伪造的。",
  "verify.valid": "签名有效，内容与签署时一致。",
  "verify.invalid": "签名无效。请联系出具机构。",
  "verify.superseded": "这一版已被更正，请向申请机构索取新版本。",
  "verify.number": "会诊编号",
  "verify.signer": "签名医师",
  "verify.signedAt": "签署时间",
  "verify.more": "报告内容不在此显示。请核对纸上的编号、医师和时间与这里是否一致。",
} as const;
