package io.github.asyncinit.sample.keys;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows that receipts can be signed, but nothing of the keys except their size, and whose
 * tokens are accepted.
 */
@RestController
class KeyController {

	private final ReceiptSigner signer;

	private final IdentityProvider identityProvider;

	KeyController(ReceiptSigner signer, IdentityProvider identityProvider) {
		this.signer = signer;
		this.identityProvider = identityProvider;
	}

	@GetMapping("/identity")
	List<String> identity() {
		return this.identityProvider.keyIds();
	}

	@GetMapping("/keys/{receipt}")
	Map<String, Object> keys(@PathVariable String receipt) throws GeneralSecurityException {
		return new TreeMap<>(
				Map.of("keySize", this.signer.keySize(), "signatureValid", this.signer.signAndVerify(receipt)));
	}

}
