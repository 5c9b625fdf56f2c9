package io.github.asyncinit.sample.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import io.github.asyncinit.sample.init.InitializerLog;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Signs receipts with a key pair that lives as long as the service, and seals them with a
 * key that is derived from a pass phrase.
 */
public class ReceiptSigner {

	private static final int KEY_SIZE = 2048;

	private static final int ITERATIONS = 210_000;

	private static final int SEAL_SIZE = 256;

	private final InitializerLog log;

	private @Nullable KeyPair keys;

	private byte[] seal = new byte[0];

	ReceiptSigner(InitializerLog log) {
		this.log = log;
	}

	/**
	 * Makes the keys.
	 */
	public void prepare() {
		this.log.run("receiptSigner", this::generate);
	}

	private void generate() {
		try {
			SecretKeyFactory factory = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
			byte[] salt = "product-catalogue".getBytes(StandardCharsets.UTF_8);
			char[] passPhrase = "a pass phrase for the sample".toCharArray();
			this.seal = factory.generateSecret(new PBEKeySpec(passPhrase, salt, ITERATIONS, SEAL_SIZE)).getEncoded();
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(KEY_SIZE);
			this.keys = generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The keys for receipts cannot be made", ex);
		}
	}

	/**
	 * Signs a receipt and checks the signature.
	 * @param receipt the receipt
	 * @return whether the signature is valid
	 * @throws GeneralSecurityException if the keys cannot be used
	 */
	public boolean signAndVerify(String receipt) throws GeneralSecurityException {
		KeyPair pair = this.keys;
		Assert.state(pair != null, "The keys for receipts were not made");
		Signature signature = Signature.getInstance("SHA256withRSA");
		signature.initSign(pair.getPrivate());
		signature.update(this.seal);
		signature.update(receipt.getBytes(StandardCharsets.UTF_8));
		byte[] signed = signature.sign();
		signature.initVerify(pair.getPublic());
		signature.update(this.seal);
		signature.update(receipt.getBytes(StandardCharsets.UTF_8));
		return signature.verify(signed);
	}

	/**
	 * Returns the size of the key pair.
	 * @return the size in bits, or 0 where there is none
	 */
	public int keySize() {
		return (this.keys != null) ? ((RSAPublicKey) this.keys.getPublic()).getModulus().bitLength() : 0;
	}

}
