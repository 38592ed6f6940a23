package dev.espalier.job;

import dev.espalier.files.DataException;
import dev.espalier.files.Reason;
import dev.espalier.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Ed25519 signature over run.json, which holds the sums of all other files of a run: who has the
 * public key need not trust the folder. Keys are PEM files as {@code openssl genpkey -algorithm
 * ed25519} and {@code openssl pkey -pubout} write them; the signature is the 64 bytes that {@code
 * openssl pkeyutl -verify -rawin} takes.
 */
public final class RunSignature {
  /** Name of the file, beside run.json. */
  public static final String FILE = RunFolder.RECORD + ".sig";

  private static final String ALGORITHM = "Ed25519";
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  private RunSignature() {}

  /**
   * {@link DataException} where the file holds no such key, with the command that makes one.
   *
   * @param file PEM, PKCS#8
   * @return the key to sign with
   */
  public static PrivateKey privateKey(Path file) {
    byte[] key =
        read(file, "PRIVATE KEY", "make one with: openssl genpkey -algorithm ed25519 -out key.pem");
    try {
      return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(key));
    } catch (GeneralSecurityException e) {
      throw new DataException(file + " holds no private Ed25519 key: " + e.getMessage(), e);
    }
  }

  /**
   * {@link DataException} where the file holds no such key, with the command that makes one.
   *
   * @param file PEM
   * @return the key to check with
   */
  public static PublicKey publicKey(Path file) {
    byte[] key =
        read(
            file,
            "PUBLIC KEY",
            "make it of the private key with: openssl pkey -in key.pem -pubout -out key.pub.pem");
    try {
      return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(key));
    } catch (GeneralSecurityException e) {
      throw new DataException(file + " holds no public Ed25519 key: " + e.getMessage(), e);
    }
  }

  /**
   * Signs the record of a run that has ended.
   *
   * @param run folder of the run
   * @param key of whoever signs
   */
  public static void sign(Path run, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(Files.readAllBytes(run.resolve(RunFolder.RECORD)));
      WholeFile.write(run.resolve(FILE), signature.sign());
    } catch (GeneralSecurityException e) {
      throw new DataException("the run in " + run + " cannot be signed: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new DataException("the run in " + run + " cannot be signed: " + Reason.named(e), e);
    }
  }

  /**
   * {@return why the record was not signed by the owner of this key; empty where it was}
   *
   * @param run folder of the run
   * @param key of whoever should have signed
   */
  public static String broken(Path run, PublicKey key) {
    if (!Files.isRegularFile(run.resolve(FILE))) {
      return "the run is not signed: there is no " + FILE;
    }
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(Files.readAllBytes(run.resolve(RunFolder.RECORD)));
      return signature.verify(Files.readAllBytes(run.resolve(FILE)))
          ? ""
          : "run.json is not what the owner of this key has signed";
    } catch (GeneralSecurityException e) {
      return FILE + " is no Ed25519 signature";
    } catch (IOException e) {
      throw new DataException("the signature cannot be read: " + Reason.named(e), e);
    }
  }

  private static byte[] read(Path file, String label, String remedy) {
    try {
      Matcher pem = PEM.matcher(Files.readString(file));
      if (pem.find() && pem.group(1).equals(label)) {
        return Base64.getMimeDecoder().decode(pem.group(2));
      }
      throw new DataException(file + " is no PEM file with a " + label + "; " + remedy);
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new DataException(file + " is no PEM file with a " + label + "; " + remedy, e);
    } catch (IOException e) {
      throw new DataException("the key cannot be read: " + Reason.named(e), e);
    }
  }
}
